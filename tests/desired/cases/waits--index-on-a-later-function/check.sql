select count(*) = 1 from pg_indexes where indexname = 'by_fold'
