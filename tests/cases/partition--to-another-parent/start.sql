create table a (k integer primary key, c1 jsonb) partition by range (k);
create table b (k integer, c1 boolean, c2 integer) partition by range (k);
create table p partition of a for values from (50) to (60);
comment on column p.c1 is 'whether';
