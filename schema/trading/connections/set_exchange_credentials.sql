-- Security definer: nobody is granted the table of ciphertexts. The caller passes secrets as parameters, as the API does; in the text of a
-- statement a server that logs statements would keep them.
create function public.set_exchange_credentials(connection_id uuid, api_key text, api_secret text, passphrase text default null)
    returns void
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    owner_id uuid := auth.uid();
    version integer := private.newest_key_version();
    sealed bytea;
begin
    -- four characters are shown, which must leave enough of the key to guess; no message may quote a value
    if not coalesce(char_length(api_key) between 12 and 512 and char_length(api_secret) between 12 and 4096, false)
       or not coalesce(char_length(passphrase) between 1 and 512, true) then
        raise exception 'an API key has 12 to 512 characters, its secret 12 to 4096, a passphrase 1 to 512'
            using errcode = 'invalid_parameter_value';
    end if;
    update public.exchange_connections c
       set status = 'unverified',
           failure_reason = null,
           verified_at = null,
           api_key_hint = right(set_exchange_credentials.api_key, 4)
     where c.id = set_exchange_credentials.connection_id and c.user_id = owner_id;
    if not found then
        -- the same whether it is another's or nobody's
        raise exception 'you have no exchange connection %', connection_id using errcode = 'no_data_found';
    end if;
    sealed := private.seal_credentials(
        connection_id, jsonb_build_object('api_key', api_key, 'api_secret', api_secret, 'passphrase', passphrase), version);
    insert into private.exchange_credentials (user_id, connection_id, key_version, ciphertext)
    values (owner_id, set_exchange_credentials.connection_id, version, sealed)
        on conflict on constraint exchange_credentials_pkey do update
        set key_version = excluded.key_version, ciphertext = excluded.ciphertext, last_read_at = null;
end
$$;
comment on function public.set_exchange_credentials(uuid, text, text, text) is
    'The owner gives a connection its API key, or another one; nobody but the engine can read it afterwards.';

revoke execute on function public.set_exchange_credentials(uuid, text, text, text) from public;
grant execute on function public.set_exchange_credentials(uuid, text, text, text) to authenticated;
