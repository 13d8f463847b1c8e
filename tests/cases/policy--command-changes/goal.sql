create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create policy p on orders as restrictive for update using (quantity > 1) with check (true);
