select count(*) = 1 from pg_publication_rel
