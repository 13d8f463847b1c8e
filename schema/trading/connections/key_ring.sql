-- The master keys are not in the database: a dump, a replica or a stolen disk holds ciphertext alone. They come as a ring, an object from
-- version to key such as {"1": "...", "2": "..."}: the highest version encrypts, every version decrypts, so that keys can be changed
-- while the platform runs. On Supabase the ring is a secret of Vault, whose own key is kept outside of the database. Elsewhere the session
-- brings it as a setting. Whoever calls set_config can put in a ring of their own: that opens nothing.
create function private.key_ring() returns jsonb
    language plpgsql stable
    set search_path = ''
as $$
declare
    ring text;
    keys jsonb;
begin
    if to_regclass('vault.decrypted_secrets') is not null then
        -- dynamic, as the view is not there everywhere
        execute 'select decrypted_secret from vault.decrypted_secrets where name = $1' into ring using 'exchange_credential_keys';
    end if;
    ring := coalesce(ring, nullif(current_setting('app.exchange_credential_keys', true), ''));
    if ring is null then
        raise exception 'there is no master key for exchange credentials'
            using errcode = 'TC001',
                  hint = 'Keep the key ring in Vault as exchange_credential_keys, or in the setting app.exchange_credential_keys.';
    end if;
    begin
        keys := ring::jsonb;
    exception
        -- the error itself would quote the ring
        when invalid_text_representation then null;
    end;
    if jsonb_typeof(keys) is distinct from 'object' then
        raise exception 'the key ring for exchange credentials is no JSON object' using errcode = 'TC001';
    end if;
    return keys;
end
$$;
comment on function private.key_ring() is 'The master keys of exchange credentials, version → key; from Vault or from a setting.';

create function private.newest_key_version() returns integer
    language sql stable
    set search_path = ''
as $$
    -- a ring without versions gives zero, which no ring has
    select coalesce(max(version::integer), 0) from jsonb_object_keys(private.key_ring()) version where version ~ '^[1-9][0-9]{0,8}$'
$$;
comment on function private.newest_key_version() is 'The key that encrypts from now on.';

create function private.master_key(version integer) returns text
    language plpgsql stable
    set search_path = ''
as $$
declare
    master_key text := private.key_ring() ->> version::text;
begin
    if char_length(master_key) >= 32 then
        return master_key;
    end if;
    raise exception 'the key ring has no key of 32 characters or more as version %', version using errcode = 'TC001';
end
$$;
comment on function private.master_key(integer) is 'One key of the ring; raises where it is missing or short.';

-- One message a connection, with the connection's id inside: a ciphertext moved to another row does not open there. The key is random and
-- long, so that the many rounds of hashing meant for passwords (s2k-count) would add nothing: 1024 is the least there is.
create function private.seal_credentials(connection_id uuid, credentials jsonb, version integer) returns bytea
    language sql
    set search_path = ''
as $$
    select extensions.pgp_sym_encrypt(
        (credentials || jsonb_build_object('connection_id', connection_id))::text,
        private.master_key(version),
        'cipher-algo=aes256, s2k-count=1024, compress-algo=0')
$$;
comment on function private.seal_credentials(uuid, jsonb, integer) is 'Plaintext to ciphertext, for one connection.';

create function private.open_credentials(connection_id uuid, ciphertext bytea, version integer) returns jsonb
    language plpgsql
    set search_path = ''
as $$
declare
    master_key text := private.master_key(version);
    credentials jsonb;
begin
    begin
        credentials := extensions.pgp_sym_decrypt(ciphertext, master_key)::jsonb;
    exception
        when external_routine_invocation_exception then
            raise exception 'key % does not open the credentials of connection %', version, connection_id
                using errcode = 'TC002', hint = 'The ring has another key under this version, or the ciphertext was changed.';
    end;
    if credentials ->> 'connection_id' is distinct from connection_id::text then
        raise exception 'the credentials of connection % were sealed for another', connection_id using errcode = 'TC002';
    end if;
    return credentials;
end
$$;
comment on function private.open_credentials(uuid, bytea, integer) is 'Ciphertext to plaintext; raises where key, ciphertext or connection do not match.';

revoke execute on function private.key_ring() from public;
revoke execute on function private.newest_key_version() from public;
revoke execute on function private.master_key(integer) from public;
revoke execute on function private.seal_credentials(uuid, jsonb, integer) from public;
revoke execute on function private.open_credentials(uuid, bytea, integer) from public;
