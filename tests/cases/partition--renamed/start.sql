create table p (id int not null, k int not null, v text) partition by range (k);
create table p1 partition of p for values from (1) to (10);
create index on p (v);
alter table p add primary key (id,k);
