create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);
