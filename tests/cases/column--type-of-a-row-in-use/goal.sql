create table place (x bigint, name varchar(20));
create table trip (id integer primary key, first place, stops place[] default '{}');
create type leg as (a place, km integer);
create table log (legs leg[]);
create domain spot as place check (value is null or (value).x > 0);
create table marks (spot spot);
create view firsts as select id, (first).name from trip;
