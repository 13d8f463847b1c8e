set search_path = split;
insert into t select i, i%4 from generate_series(1, 99) i;

set search_path = merge_fk_trigger;
insert into t select i, i%4 from generate_series(1, 250) i;
insert into r select i from generate_series(1, 250) i;

set search_path = default_partition_rows;
insert into t select i, i%4 from generate_series(1, 99) i;

set search_path = default_partition_removed;
insert into t select i, i%4 from generate_series(1, 99) i;

set search_path = bound_widened_default;
insert into t (k) select i from generate_series(1, 30) i;

set search_path = list_moved_value;
insert into t select i, 'a' from generate_series(1, 30) i;
insert into t values (1, 'b');

set search_path = rolling;
insert into t values ('2026-02-02', 1);
