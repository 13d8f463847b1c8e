create schema triggers_clone;
set search_path = triggers_clone;
create table t (id int not null) partition by range (id);
create table t_1 partition of t for values from (1) to (2);
create function trg() returns trigger language plpgsql as 'begin return new; end';

create schema triggers_clone_state;
set search_path = triggers_clone_state;
create table t (id int not null) partition by range (id);
create table t_1 partition of t for values from (1) to (2);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function trg();

create schema trigger_replaced;
set search_path = trigger_replaced;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert on t for each row execute function trg();
create constraint trigger c after insert on t for each row execute function trg();
