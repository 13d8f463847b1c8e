create function f() returns int language plpgsql as $$
declare
  x nowhere.thing;
begin
  return 1;
end $$;
