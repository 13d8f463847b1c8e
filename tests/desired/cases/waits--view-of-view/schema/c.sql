create table orders (amount numeric);
