create table orders (status order_status default 'done');
