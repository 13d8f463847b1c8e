set search_path = strategy;
insert into t select i, i%4 from generate_series(1, 150) i;

set search_path = key_type;
insert into t values (1, 1);

set search_path = hash_more;
insert into t select i from generate_series(1, 30) i;

set search_path = subpartition;
insert into t select i, i%4 from generate_series(1, 150) i;

set search_path = inheritance_to_partition;
insert into t_1 select i, i from generate_series(1,50) i;
insert into t_2 select i, i from generate_series(101,150) i;
