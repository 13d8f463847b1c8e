insert into app.t1 (k, c1) values (20, '(2024-01-01)');
