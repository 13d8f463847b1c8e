create view v as select 1 as x from later;
create or replace view v as select 2 as x from pg_database limit 1;
