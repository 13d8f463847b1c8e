create table base (id int, note text);
