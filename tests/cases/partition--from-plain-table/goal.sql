create schema plain_to_range;
set search_path = plain_to_range;
create table t (id bigint generated always as identity, at date not null, note text default 'x', n int generated always as (1) stored, primary key (id, at)) partition by range (at);
create table t_1 partition of t for values from ('2026-01-01') to ('2026-02-01');
create table t_2 partition of t for values from ('2026-02-01') to ('2026-03-01');
create index t_at on t (at);
comment on table t is 'c';
create view v as select id, note from t;
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function trg();
alter table t enable row level security;
create policy p on t using (true);

create schema serial_fk;
set search_path = serial_fk;
create table t (id serial primary key, k int not null default 0) partition by hash (id);
create table r (t_id int references t, x int);
create table t_0 partition of t for values with (modulus 2, remainder 0);
create table t_1 partition of t for values with (modulus 2, remainder 1);

create schema key_moves_with_new_columns;
set search_path = key_moves_with_new_columns;
create table t (id bigserial, at timestamptz not null default now(), note text, fresh uuid default gen_random_uuid(), up text generated always as (upper(note)) stored, primary key (id, at)) partition by range (at);
create index on t (at);
create table t_2025 partition of t for values from ('2025-01-01') to ('2026-01-01');
create table t_d partition of t default;
