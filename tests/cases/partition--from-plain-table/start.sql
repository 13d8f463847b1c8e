create schema plain_to_range;
set search_path = plain_to_range;
create table t (id bigint generated always as identity primary key, at date not null, note text default 'x', n int generated always as (1) stored);
create index t_at on t (at);
comment on table t is 'c';
create view v as select id, note from t;
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function trg();
alter table t enable row level security;
create policy p on t using (true);

create schema serial_fk;
set search_path = serial_fk;
create table t (id serial primary key, k int not null default 0);
create table r (t_id int references t, x int);

create schema key_moves_with_new_columns;
set search_path = key_moves_with_new_columns;
create table t (id bigserial primary key, at timestamp, note varchar(10), dead int);
create index on t (at);
