create table a (id integer primary key);
create table b (id integer, n integer, m integer, constraint b_a foreign key (id) references a not enforced, constraint n_pos check (n > 0), constraint m_a foreign key (m) references a, constraint m_pos check (m > 0) not enforced);
alter table b add constraint late check (id > 5) not enforced;
