create table orders (owner uuid);
