create function is_owner(uuid) returns boolean language sql stable as $$ select true $$;
