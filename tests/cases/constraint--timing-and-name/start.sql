create schema fk_alter;
set search_path = fk_alter;
create table a (id int primary key, x int);
create table b (id int, constraint fk foreign key (id) references a, constraint fk2 foreign key (id) references a on delete cascade deferrable initially deferred);

create schema rename_like;
set search_path = rename_like;
create table a (id int, x int, constraint aa unique (id));
create index i1 on a (x);
create index i2 on a (x);

create schema uniq_dropped_under_fk;
set search_path = uniq_dropped_under_fk;
create table a (id int primary key, uid int, constraint au unique (uid));
create table b (a int constraint f references a(uid));

create schema pk_moves;
set search_path = pk_moves;
create table a (id int primary key, uid int not null unique);
create table b (a int references a(id));
create table c (a int references a(uid));
