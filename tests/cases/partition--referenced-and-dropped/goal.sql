create schema app; create table app.t2 (k integer) partition by range (k);
alter table app.t2 add constraint uq_2 unique nulls not distinct (k);
create table t4 (id integer);
alter table t4 add constraint fk1 foreign key (id) references app.t2(k) on delete cascade;
