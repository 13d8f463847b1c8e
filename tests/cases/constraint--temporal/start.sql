create extension btree_gist;
create table room (id integer, during tstzrange, name text);
create table booking (id integer, room integer, during tstzrange);
