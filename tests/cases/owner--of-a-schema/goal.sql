create schema s authorization pg_database_owner; create table s.t (a int); alter table s.t owner to pg_database_owner;
