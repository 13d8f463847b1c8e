create table t (status varchar(10));
