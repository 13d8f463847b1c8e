grant select on app.a to public; -- found
grant select (x), update on app.a to anon, public; -- found
grant all on app.a to public; -- found
grant all on schema app to public; -- found
grant create on schema app to public; -- found
grant execute, usage on schema app to public; -- found
alter default privileges in schema app grant select on tables to public; -- found

grant usage on schema app to public;
grant usage on type app.t to public;
grant all on type app.t to public;
grant usage on sequence app.s to public;
grant execute on function app.f() to public;
grant all on all functions in schema app to public;
grant select on app.a to anon;
revoke all on app.a from public;
alter default privileges in schema app grant execute on functions to public;
