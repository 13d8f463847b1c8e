-- Aggregates over all users stand outside public: a materialized view knows no row level security, and the API would hand it to everyone.
create schema analytics;
comment on schema analytics is 'Precomputed figures over all users, for the platform itself; not exposed by the API.';
grant usage on schema analytics to service_role;
