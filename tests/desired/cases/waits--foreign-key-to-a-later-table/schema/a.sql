create table trades (order_id int references orders, code text references orders (code));
