create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create policy p on orders for select using (quantity > 0);
