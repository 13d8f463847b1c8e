create table orders (id int primary key, code text);
create unique index on orders (code);
