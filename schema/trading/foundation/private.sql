-- Functions that only the database itself calls. The API exposes public alone, so nothing here has an address.
create schema private;
comment on schema private is 'Functions for triggers and policies; not exposed by the API.';
