alter default privileges revoke execute on functions from public; create schema s; alter default privileges in schema s grant select on tables to public;
