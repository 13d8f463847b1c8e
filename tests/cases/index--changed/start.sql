create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create index by_note on orders (note); comment on index by_note is 'kept';
