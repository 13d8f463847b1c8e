do $do$ begin execute 'create function f() returns int language sql as $$ select nowhere $$'; end $do$;
