set search_path = attach_existing;
insert into t_1 values ('a', 1);

set search_path = invalid_parent_index;
insert into t values (1);

set search_path = unique_on_partition_attached;
insert into t values (1);

set search_path = fk_adopted;
insert into t values (1);

set search_path = only_index;
insert into t values (1);

set search_path = only_index_completed;
insert into t values (1);
