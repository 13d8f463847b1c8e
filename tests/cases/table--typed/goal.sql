create schema typed;
set search_path = typed;
create type ty as (a int, b text, c int);
create table t of ty (a default 3, primary key (a));
create table u of ty;

create schema typed_off;
set search_path = typed_off;
create type ty as (a int, b text);
create table t (a int, b text, c int, primary key (a));
