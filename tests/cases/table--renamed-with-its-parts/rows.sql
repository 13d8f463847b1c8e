insert into t (a) values (null), (1);
insert into o values (1);
