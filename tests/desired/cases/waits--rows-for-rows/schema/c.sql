insert into orders values (7);
