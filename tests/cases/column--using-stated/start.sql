create table t (id int, b text, s text default '1');
