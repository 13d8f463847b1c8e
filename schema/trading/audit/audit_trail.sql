-- security_invoker: whoever reads the view meets the policies of the table, as if reading it
create view public.audit_trail with (security_invoker = true) as
select number, occurred_at, actor_id, actor_role, application, table_name, row_key, operation, old_values, new_values, hash
  from audit.log;

comment on view public.audit_trail is 'What changed in a user''s rows, and who changed it.';

grant select on public.audit_trail to authenticated;
