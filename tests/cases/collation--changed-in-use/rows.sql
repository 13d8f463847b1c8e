insert into t values (1, 'a', 'b', 'c'), (2, 'Ä', 'e', null);
insert into p values ('k', 'v');
