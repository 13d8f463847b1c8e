create table t (id serial primary key, note text not null default 'x', constraint ck check (note <> ''));
create index ix on t (note);
create view v as select id, note from t;
alter table t enable row level security;
create policy p on t using (note = 'a');
comment on column t.note is 'hey';
grant select (note) on t to public;
