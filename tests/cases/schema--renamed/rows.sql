insert into app.t (m) values ('a'), (null);
