create table orders (id int, big boolean generated always as (important(1)) stored);
