create policy own on orders using (is_owner(owner));
alter table orders enable row level security;
