-- schemactl: renamed from p
create table q (id int not null, k int not null, 
w text -- schemactl: renamed from v
) partition by range (k); 
-- schemactl: renamed from p1
create table q1 partition of q for values from (1) to (10);
create index on q (w);
alter table q add primary key (id,k);
