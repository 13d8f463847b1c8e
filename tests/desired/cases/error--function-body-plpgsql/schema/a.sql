-- é
create function f() returns int language plpgsql as $body$
declare
  x int;
begin
  x := 'é' 1 2;
  return x;
end $body$;
