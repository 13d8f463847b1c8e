create table a (id integer primary key);
create table b (id integer, n integer, m integer, constraint b_a foreign key (id) references a, constraint n_pos check (n > 0) not enforced, constraint m_a foreign key (m) references a not enforced, constraint m_pos check (m > 0));
