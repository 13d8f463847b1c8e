create schema typed;
set search_path = typed;
create type ty as (a int, b text);
create table t of ty;
create table u (a int, b text);

create schema typed_off;
set search_path = typed_off;
create type ty as (a int, b text);
create table t of ty (primary key (a));
