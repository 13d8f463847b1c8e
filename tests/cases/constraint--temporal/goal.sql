create extension btree_gist;
create table room (id integer, during tstzrange, name text, constraint room_pk primary key (id, during without overlaps), constraint room_name unique (name, during without overlaps));
create table booking (id integer, room integer, during tstzrange, constraint booking_room foreign key (room, period during) references room (id, period during));
