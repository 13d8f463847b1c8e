create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a); alter table a add constraint a_b foreign key (b_id) references b;
create table c (id int primary key, c_id int references c, a_id int references a on delete cascade);
create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);
