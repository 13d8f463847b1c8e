-- schemactl migration 004_exchange_connections
-- parent: 003_indexes_performance sha256:2682a424582ee240ce366191f255e6f9c4f58be07f1a275b9f61629f94c2c42a
-- from: fp:2fe5c99cd9147ad7  to: fp:136924e37793a8c9
-- proved: up, down, data (13 of 13 tables) on PostgreSQL 17.10 (sha256:85c556421a6280b7d87171ad1e0003d5f0cc8030a52036603299151d9cce9460)
-- changes: +2 enums, +3 tables, +9 functions
-- access: authenticated: + insert on column public.exchange_connections.access, column public.exchange_connections.exchange_id, column
--          public.exchange_connections.id and 2 more; + insert, update on column public.exchange_connections.label; + execute on function
--          public.revoke_exchange_credentials(uuid), function public.set_exchange_credentials(uuid,text,text,text); + select by policy on
--          table private.exchange_credentials; + delete, delete by policy, insert by policy, select, select by policy, update by policy on
--          table public.exchange_connections; + select, select by policy on table public.market_data_bars
--        | service_role: + execute on function public.read_exchange_credentials(uuid), function
--          public.rotate_exchange_credentials(integer); + delete, insert, select, update on table public.exchange_connections, table
--          public.market_data_bars
-- locks: public.trading_accounts SHARE ROW EXCLUSIVE, public.instruments SHARE ROW EXCLUSIVE (measured)
-- rewrites: none
-- hazards: changes_access (column public.exchange_connections.access: authenticated gains insert, and access to 10 more)

-- UP
create type public.connection_access as enum ('read', 'trade');
comment on type public.connection_access is 'What an API key may do at its exchange. None may withdraw: the platform never moves money out, and a stolen key must not either.';

create type public.connection_status as enum ('unverified', 'active', 'failed', 'revoked');
comment on type public.connection_status is 'State of a connection: unverified until the engine has used its key, failed while the exchange refuses it, revoked without a key.';

create table public.exchange_connections (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    trading_account_id uuid not null,
    exchange_id uuid not null,
    label text not null,
    access public.connection_access not null default 'trade'::public.connection_access,
    status public.connection_status not null default 'unverified'::public.connection_status,
    api_key_hint text,
    failure_reason text,
    verified_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint exchange_connections_pkey primary key (id),
    constraint exchange_connections_account_label_key unique (user_id, trading_account_id, exchange_id, label),
    constraint exchange_connections_active_is_verified check (status <> 'active'::public.connection_status or (api_key_hint is not null and verified_at is not null)),
    constraint exchange_connections_api_key_hint_length check (char_length(api_key_hint) = 4),
    constraint exchange_connections_failure_matches_status check ((status = 'failed'::public.connection_status) = (failure_reason is not null)),
    constraint exchange_connections_label_length check (char_length(label) >= 1 and char_length(label) <= 80),
    constraint exchange_connections_revoked_without_key check (status <> 'revoked'::public.connection_status or api_key_hint is null),
    constraint exchange_connections_user_id_key unique (user_id, id),
    constraint exchange_connections_trading_account_fkey foreign key (user_id, trading_account_id, exchange_id) references public.trading_accounts(user_id, id, exchange_id) on delete cascade
);
alter table public.exchange_connections enable row level security;
create policy exchange_connections_delete_own on public.exchange_connections
    for delete
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy exchange_connections_insert_own on public.exchange_connections
    for insert
    to authenticated
    with check (user_id = ( select auth.uid() as uid));
create policy exchange_connections_select_own on public.exchange_connections
    for select
    to authenticated
    using (user_id = ( select auth.uid() as uid));
create policy exchange_connections_update_own on public.exchange_connections
    for update
    to authenticated
    using (user_id = ( select auth.uid() as uid))
    with check (user_id = ( select auth.uid() as uid));
create trigger set_updated_at before update on public.exchange_connections for each row execute function private.set_updated_at();
grant delete, select, insert (user_id, trading_account_id, exchange_id, label, access, id), update (label) on table public.exchange_connections to authenticated;
grant delete, insert, select, update on table public.exchange_connections to service_role;
comment on table public.exchange_connections is 'A way into an account at its exchange. The key itself stands, encrypted, where the API does not reach.';
comment on column public.exchange_connections.label is 'The user''s name for the connection, unique in its account.';
comment on column public.exchange_connections.access is 'What the key may do; an account may have one to read and one to trade.';
comment on column public.exchange_connections.api_key_hint is 'Last four characters of the API key, to tell keys apart; null without a key. Nothing of the secret.';
comment on column public.exchange_connections.failure_reason is 'What the exchange said when it refused the key.';
comment on column public.exchange_connections.verified_at is 'When the key was last seen to work; null until then.';

create table private.exchange_credentials (
    user_id uuid not null,
    connection_id uuid not null,
    key_version integer not null,
    ciphertext bytea not null,
    last_read_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint exchange_credentials_pkey primary key (user_id, connection_id),
    constraint exchange_credentials_key_version_positive check (key_version > 0),
    constraint exchange_credentials_connection_fkey foreign key (user_id, connection_id) references public.exchange_connections(user_id, id) on delete cascade
);
alter table private.exchange_credentials enable row level security;
create policy exchange_credentials_select_none on private.exchange_credentials
    for select
    to authenticated
    using (false);
create trigger set_updated_at before update on private.exchange_credentials for each row execute function private.set_updated_at();
comment on table private.exchange_credentials is 'API keys of exchange connections, encrypted; read and written through functions only.';
comment on column private.exchange_credentials.key_version is 'Which key of the ring opens the ciphertext.';
comment on column private.exchange_credentials.ciphertext is 'An OpenPGP message, AES-256 with integrity check: an object of connection_id, api_key, api_secret and passphrase.';
comment on column private.exchange_credentials.last_read_at is 'When the engine last had the plaintext.';

create table public.market_data_bars (
    instrument_id uuid not null,
    interval_seconds integer not null,
    opened_at timestamp with time zone not null,
    open_price public.price not null,
    high_price public.price not null,
    low_price public.price not null,
    close_price public.price not null,
    volume public.amount not null,
    trade_count integer,
    constraint market_data_bars_pkey primary key (instrument_id, interval_seconds, opened_at),
    constraint market_data_bars_high_is_highest check (high_price::numeric >= open_price::numeric and high_price::numeric >= close_price::numeric),
    constraint market_data_bars_interval_offered check (interval_seconds = any (array[60, 300, 900, 3600, 14400, 86400])),
    constraint market_data_bars_low_is_lowest check (low_price::numeric <= open_price::numeric and low_price::numeric <= close_price::numeric),
    constraint market_data_bars_opened_at_aligned check (mod(extract(epoch from opened_at), interval_seconds::numeric) = 0::numeric),
    constraint market_data_bars_trade_count_not_negative check (trade_count >= 0),
    constraint market_data_bars_volume_not_negative check (volume::numeric >= 0::numeric),
    constraint market_data_bars_instrument_fkey foreign key (instrument_id) references public.instruments(id) on delete restrict
);
alter table public.market_data_bars enable row level security;
create index market_data_bars_opened_at_idx on public.market_data_bars using brin (opened_at);
create policy market_data_bars_select_all on public.market_data_bars
    for select
    to authenticated
    using (true);
grant select on table public.market_data_bars to authenticated;
grant delete, insert, select, update on table public.market_data_bars to service_role;
comment on table public.market_data_bars is 'Prices and volume of an instrument over intervals of one length: what strategies read and backtests run on.';
comment on column public.market_data_bars.interval_seconds is 'Length of the bar: one, five or fifteen minutes, one or four hours, a day (UTC).';
comment on column public.market_data_bars.opened_at is 'First moment of the bar, a multiple of its length; the end is not included.';
comment on column public.market_data_bars.volume is 'Traded quantity, in the base asset; zero where nothing was traded and the prices are the last known.';
comment on column public.market_data_bars.trade_count is 'Null where the exchange does not say.';

create function private.key_ring()
 returns jsonb
 language plpgsql
 stable
 set search_path to ''
as $function$
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
$function$;
comment on function private.key_ring() is 'The master keys of exchange credentials, version → key; from Vault or from a setting.';

create function private.master_key(version integer)
 returns text
 language plpgsql
 stable
 set search_path to ''
as $function$
declare
    master_key text := private.key_ring() ->> version::text;
begin
    if char_length(master_key) >= 32 then
        return master_key;
    end if;
    raise exception 'the key ring has no key of 32 characters or more as version %', version using errcode = 'TC001';
end
$function$;
comment on function private.master_key(integer) is 'One key of the ring; raises where it is missing or short.';

create function private.newest_key_version()
 returns integer
 language sql
 stable
 set search_path to ''
as $function$
    -- a ring without versions gives zero, which no ring has
    select coalesce(max(version::integer), 0) from jsonb_object_keys(private.key_ring()) version where version ~ '^[1-9][0-9]{0,8}$'
$function$;
comment on function private.newest_key_version() is 'The key that encrypts from now on.';

create function private.open_credentials(connection_id uuid, ciphertext bytea, version integer)
 returns jsonb
 language plpgsql
 set search_path to ''
as $function$
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
$function$;
comment on function private.open_credentials(pg_catalog.uuid,pg_catalog.bytea,integer) is 'Ciphertext to plaintext; raises where key, ciphertext or connection do not match.';

create function private.seal_credentials(connection_id uuid, credentials jsonb, version integer)
 returns bytea
 language sql
 set search_path to ''
as $function$
    select extensions.pgp_sym_encrypt(
        (credentials || jsonb_build_object('connection_id', connection_id))::text,
        private.master_key(version),
        'cipher-algo=aes256, s2k-count=1024, compress-algo=0')
$function$;
comment on function private.seal_credentials(pg_catalog.uuid,pg_catalog.jsonb,integer) is 'Plaintext to ciphertext, for one connection.';

create function public.read_exchange_credentials(connection_id uuid)
 returns table(api_key text, api_secret text, passphrase text)
 language plpgsql
 security definer
 set search_path to ''
as $function$
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
$function$;
grant execute on function public.read_exchange_credentials(pg_catalog.uuid) to service_role;
comment on function public.read_exchange_credentials(pg_catalog.uuid) is 'For the execution engine: the plaintext of a connection''s API key.';

create function public.revoke_exchange_credentials(connection_id uuid)
 returns void
 language plpgsql
 security definer
 set search_path to ''
as $function$
begin
    update public.exchange_connections c
       set status = 'revoked', failure_reason = null, api_key_hint = null
     where c.id = revoke_exchange_credentials.connection_id and c.user_id = auth.uid();
    if not found then
        raise exception 'you have no exchange connection %', connection_id using errcode = 'no_data_found';
    end if;
    delete from private.exchange_credentials e
     where e.connection_id = revoke_exchange_credentials.connection_id and e.user_id = auth.uid();
end
$function$;
grant execute on function public.revoke_exchange_credentials(pg_catalog.uuid) to authenticated;
comment on function public.revoke_exchange_credentials(pg_catalog.uuid) is 'The owner takes a connection''s API key back; its ciphertext is deleted. Safe to repeat.';

create function public.rotate_exchange_credentials(batch_size integer default 100, out rotated integer, out remaining integer)
 returns record
 language plpgsql
 security definer
 set search_path to ''
as $function$
declare
    newest integer := private.newest_key_version();
begin
    with batch as (
        select e.user_id, e.connection_id
          from private.exchange_credentials e
         where e.key_version <> newest
         order by e.user_id, e.connection_id
         limit batch_size
           for update skip locked
    )
    update private.exchange_credentials e
       set key_version = newest,
           ciphertext = private.seal_credentials(
               e.connection_id, private.open_credentials(e.connection_id, e.ciphertext, e.key_version), newest)
      from batch b
     where e.user_id = b.user_id and e.connection_id = b.connection_id;
    get diagnostics rotated = row_count;
    select count(*) into remaining from private.exchange_credentials e where e.key_version <> newest;
end
$function$;
grant execute on function public.rotate_exchange_credentials(integer) to service_role;
comment on function public.rotate_exchange_credentials(integer) is 'Seals a batch of API keys anew, under the newest master key; says how many it did and how many are left.';

create function public.set_exchange_credentials(connection_id uuid, api_key text, api_secret text, passphrase text default null::text)
 returns void
 language plpgsql
 security definer
 set search_path to ''
as $function$
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
$function$;
grant execute on function public.set_exchange_credentials(pg_catalog.uuid,pg_catalog.text,pg_catalog.text,pg_catalog.text) to authenticated;
comment on function public.set_exchange_credentials(pg_catalog.uuid,pg_catalog.text,pg_catalog.text,pg_catalog.text) is 'The owner gives a connection its API key, or another one; nobody but the engine can read it afterwards.';

revoke execute on function public.set_exchange_credentials(pg_catalog.uuid,pg_catalog.text,pg_catalog.text,pg_catalog.text) from public;

revoke execute on function public.rotate_exchange_credentials(integer) from public;

revoke execute on function public.revoke_exchange_credentials(pg_catalog.uuid) from public;

revoke execute on function public.read_exchange_credentials(pg_catalog.uuid) from public;

revoke execute on function private.seal_credentials(pg_catalog.uuid,pg_catalog.jsonb,integer) from public;

revoke execute on function private.open_credentials(pg_catalog.uuid,pg_catalog.bytea,integer) from public;

revoke execute on function private.newest_key_version() from public;

revoke execute on function private.master_key(integer) from public;

revoke execute on function private.key_ring() from public;

-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)
-- drop function public.set_exchange_credentials(uuid,text,text,text);
--
-- drop function public.rotate_exchange_credentials(integer);
--
-- drop function public.revoke_exchange_credentials(uuid);
--
-- drop function public.read_exchange_credentials(uuid);
--
-- drop function private.seal_credentials(uuid,jsonb,integer);
--
-- drop function private.open_credentials(uuid,bytea,integer);
--
-- drop function private.newest_key_version();
--
-- drop function private.master_key(integer);
--
-- drop function private.key_ring();
--
-- drop table public.market_data_bars;
--
-- drop table private.exchange_credentials;
--
-- drop table public.exchange_connections;
--
-- drop type public.connection_status;
--
-- drop type public.connection_access;
