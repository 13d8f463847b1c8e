create table private.exchange_credentials (
    user_id uuid not null,
    connection_id uuid not null,
    key_version integer not null,
    ciphertext bytea not null,
    last_read_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- one per connection, which decides the user; with the user the index serves the foreign key too
    constraint exchange_credentials_pkey primary key (user_id, connection_id),
    -- cascade: part of the connection
    constraint exchange_credentials_connection_fkey foreign key (user_id, connection_id)
        references public.exchange_connections (user_id, id) on delete cascade,
    constraint exchange_credentials_key_version_positive check (key_version > 0)
);

comment on table private.exchange_credentials is 'API keys of exchange connections, encrypted; read and written through functions only.';
comment on column private.exchange_credentials.key_version is 'Which key of the ring opens the ciphertext.';
comment on column private.exchange_credentials.ciphertext is
    'An OpenPGP message, AES-256 with integrity check: an object of connection_id, api_key, api_secret and passphrase.';
comment on column private.exchange_credentials.last_read_at is 'When the engine last had the plaintext.';

create trigger set_updated_at before update on private.exchange_credentials
    for each row execute function private.set_updated_at();

alter table private.exchange_credentials enable row level security;

-- nobody is granted the table, the service neither; the policy says so once more, should a grant ever slip in
create policy exchange_credentials_select_none on private.exchange_credentials for select to authenticated using (false);
