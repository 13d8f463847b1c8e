create table orders (id int default nextval('ids'));
