create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create function f() returns trigger language plpgsql as $$ begin return new; end $$;
