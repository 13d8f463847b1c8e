set search_path = app; -- found
reset search_path; -- found
set local work_mem = '1MB'; -- found
discard all; -- found
listen a; -- found
prepare p as select 1; -- found

alter role anon set statement_timeout = '3s';
create function app.f() returns int language plpgsql set search_path = '' as $$
begin
    set local work_mem = '1MB';
    return 1;
end
$$;
