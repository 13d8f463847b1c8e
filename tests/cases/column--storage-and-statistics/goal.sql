create table t (a text, b text, c jsonb);
alter table t alter c set (n_distinct = -0.5, n_distinct_inherited = 7);
