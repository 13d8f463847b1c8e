create table if not exists app.a (x int); -- found
create index if not exists a_x on app.a (x); -- found
create sequence if not exists app.s; -- found
create materialized view if not exists app.m as select 1 as one; -- found
create foreign table if not exists app.f (x int) server s; -- found

create schema if not exists app;
create extension if not exists pgcrypto;
create table app.b (x int);
create table app."if not exists" (x int);
create materialized view app.n as select 1 as one;
