insert into p values (1, 1, 'a'), (2, 9, 'b');
