-- buckets of Supabase's storage: rows of a table of the platform's
select quote_ident(b.id) as identity,
       jsonb_build_array('storage.buckets'::regclass::oid::int8, hashtext(b.id)::int8, 0) as address,
       null as parent,
       b.id as id,
       b.name as name,
       coalesce(b.public, false) as public,
       b.file_size_limit as size_limit,
       to_jsonb(b.allowed_mime_types) as mime_types
  from storage.buckets b
 order by 1
