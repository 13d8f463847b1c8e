select count(*) = 1 and bool_and(c.relrowsecurity) from pg_policy p join pg_class c on c.oid = p.polrelid
