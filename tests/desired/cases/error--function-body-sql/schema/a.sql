create function f() returns int language sql as $$
  select 'é', amount
  from nowhere
$$;
