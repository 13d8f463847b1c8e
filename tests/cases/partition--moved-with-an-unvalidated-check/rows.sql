insert into app.t2 values (52);
