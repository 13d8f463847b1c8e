create table t (n int); alter table t add constraint positive check (n > 0);
