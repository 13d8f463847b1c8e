create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create index plain on orders (note); create index partial on orders (quantity) where quantity > 10;
create index expression on orders (lower(note)); create unique index covering on orders (quantity) include (note);
create index pattern on orders (note text_pattern_ops) with (fillfactor = 60); create index hashed on orders using hash (note);
create index ordered on orders (quantity desc nulls last, note collate "C");
