\i schema/parts/schema.sql
create table z (id int);
