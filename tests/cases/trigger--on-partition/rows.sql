set search_path = triggers_clone;
insert into t values (1);

set search_path = triggers_clone_state;
insert into t values (1);

set search_path = trigger_replaced;
insert into t values (1);
