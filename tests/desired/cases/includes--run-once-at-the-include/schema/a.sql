set search_path = app;
\ir parts/schema.sql
\i 'parts/two words.psql'
create table t (x int);
