create view v as select 1 as x from later;
drop view if exists v;
