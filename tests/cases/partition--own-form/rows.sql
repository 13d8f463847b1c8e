set search_path = dropcol;
insert into t values (1);

set search_path = replica;
insert into t values (1);
