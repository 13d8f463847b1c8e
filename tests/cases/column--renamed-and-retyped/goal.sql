create table t (id serial primary key, 
 -- schemactl: renamed from note
 notes varchar(40) not null default 'x', constraint ck check (notes <> ''));
create index ix on t (notes);
create view v as select id, notes from t;
alter table t enable row level security;
create policy p on t using (notes = 'a');
comment on column t.notes is 'hey';
grant select (notes) on t to public;
