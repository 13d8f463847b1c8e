create function public.read_exchange_credentials(connection_id uuid)
    returns table (api_key text, api_secret text, passphrase text)
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    credentials jsonb;
begin
    update private.exchange_credentials e
       set last_read_at = now()
     where e.connection_id = read_exchange_credentials.connection_id
    returning private.open_credentials(e.connection_id, e.ciphertext, e.key_version) into credentials;
    if not found then
        raise exception 'connection % has no credentials', connection_id using errcode = 'no_data_found';
    end if;
    return query select credentials ->> 'api_key', credentials ->> 'api_secret', credentials ->> 'passphrase';
end
$$;
comment on function public.read_exchange_credentials(uuid) is 'For the execution engine: the plaintext of a connection''s API key.';

revoke execute on function public.read_exchange_credentials(uuid) from public;
grant execute on function public.read_exchange_credentials(uuid) to service_role;
