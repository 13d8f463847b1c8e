-- Columns with secrets can be read without a policy
-- level: error
-- category: security
-- why: The table is in the API, row level security is off, and the names of these columns say that they hold secrets.
-- remedy: Enable row level security; keep secrets in a schema that the API does not expose.
select n.nspname as schema, 'table' as kind, format('%I.%I', n.nspname, c.relname) as object, format('%I.%I', n.nspname, c.relname) as home,
       string_agg(quote_ident(a.attname), ', ' order by a.attnum) as detail, format('alter table %I.%I enable row level security;', n.nspname, c.relname) as fix
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind in ('r', 'p')
   and not c.relrowsecurity
   and n.nspname = any (string_to_array(coalesce(current_setting('schemactl.api_schemas', true), 'public,graphql_public'), ','))
   and exists (select from pg_roles r where r.rolname in ('anon', 'authenticated')
                  and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select'))
   and lower(a.attname) ~ '(^|_)(password|passwd|pwd|passphrase|secret|api_key|apikey|private_key|access_token|refresh_token|session_token|auth_token|otp|pin|ssn|social_security|passport|credit_card|card_number|cvv|iban|account_number)($|_)'
   and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
 group by c.oid, n.nspname, c.relname
 order by object
