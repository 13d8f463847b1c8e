create schema app;
-- schemactl: renamed from app.t
create table public.t2 (id int primary key, m text);
-- schemactl: renamed from app.mood
create type public.feeling as enum('a', 
   'bb' -- schemactl: renamed from b
 );
create table x(m public.feeling default 'a', r int references t2);
