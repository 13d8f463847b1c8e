create table orders (id uuid primary key default gen_random_uuid(), note text, quantity integer not null);create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger one before update of note on orders for each row when (old.note is distinct from new.note) execute function f();
create constraint trigger two after insert on orders deferrable initially deferred for each row execute function f();
create trigger three after insert on orders referencing new table as fresh for each statement execute function f();
alter table orders disable trigger one;
