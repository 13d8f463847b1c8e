create table a (id int not null, other int not null, constraint a_pkey primary key (id)); create table b (a_id int, constraint b_a foreign key (a_id) references a (id));
