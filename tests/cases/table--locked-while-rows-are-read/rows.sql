insert into users values (1);
insert into orders values (1, 1, 'first', 10), (2, null, 'second', null);
insert into log values (1, 'line');
