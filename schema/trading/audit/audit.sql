-- Who changed what. In a schema of its own, which the API does not expose: what users may see of it, they see through public.audit_trail.
create schema audit;
comment on schema audit is 'The audit trail and what writes it; not exposed by the API.';
grant usage on schema audit to authenticated, service_role;
