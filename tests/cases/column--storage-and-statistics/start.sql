create table t (a text compression pglz, b text, c jsonb);
alter table t alter a set storage external, alter b set statistics 500, alter c set (n_distinct_inherited = 7);
