-- The API exposes public alone: what a month holds is reached through its table, behind the table's policies, and never by the month's own name.
create schema partitions;
comment on schema partitions is 'The months of large tables, and the functions that make and archive them; not exposed by the API.';
grant usage on schema partitions to service_role;
