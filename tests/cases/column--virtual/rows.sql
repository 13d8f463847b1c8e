insert into t (a, c, e) values (1, 'x', 5), (2, 'y', 6);
