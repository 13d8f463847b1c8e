insert into t (note) values ('a'), ('b');
