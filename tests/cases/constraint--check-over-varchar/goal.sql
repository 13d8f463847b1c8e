create table t (status varchar(10), constraint known check (status in ('new', 'done')));
