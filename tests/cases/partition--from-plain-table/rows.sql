set search_path = plain_to_range;
insert into t (at) select date '2026-01-01' + i from generate_series(0, 40) i;

set search_path = serial_fk;
insert into t (k) select i from generate_series(1, 30) i;
insert into r select i, 1 from generate_series(1, 30) i;

set search_path = key_moves_with_new_columns;
insert into t (at) values ('2026-01-01');
