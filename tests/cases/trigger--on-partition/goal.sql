create schema triggers_clone;
set search_path = triggers_clone;
create table t (id int not null) partition by range (id);
create table t_1 partition of t for values from (1) to (2);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function trg();
alter table t_1 disable trigger tr;
create trigger own after insert on t_1 for each row execute function trg();
create trigger tr2 after insert on t for each row execute function trg();
alter table t enable always trigger tr2;

create schema triggers_clone_state;
set search_path = triggers_clone_state;
create table t (id int not null) partition by range (id);
create table t_1 partition of t for values from (1) to (2);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function trg();
alter table only t disable trigger tr;

create schema trigger_replaced;
set search_path = trigger_replaced;
create table t (id int not null, k int) partition by range (id);
create table t_1 partition of t for values from (1) to (20);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert or update of k on t for each row when (new.k > 1) execute function trg();
create constraint trigger c after insert on t deferrable initially deferred for each row execute function trg();
alter table t_1 disable trigger c;
