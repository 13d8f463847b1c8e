insert into t (a, c, e) values (1, 'x', 0), (2, 'y', 1);
