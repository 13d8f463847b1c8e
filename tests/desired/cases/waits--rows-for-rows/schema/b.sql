create table orders (id int primary key);
create table trades (id int, order_id int references orders);
