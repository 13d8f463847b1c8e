create table p (a integer constraint p_a_there not null, b text not null, c date, d date not null);
create table c1 (e integer not null) inherits (p);
create table q (k integer not null, v text) partition by list (k);
create table q1 partition of q for values in (1);
create table s (x integer constraint s_x not null, y integer constraint s_y not null no inherit, z integer not null, w integer);
alter table s add constraint s_w not null w not valid;
comment on constraint s_z_not_null on s is 'goes';
comment on constraint s_y on s is 'stays';
