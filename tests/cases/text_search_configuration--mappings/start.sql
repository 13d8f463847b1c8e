create text search configuration c (copy = pg_catalog.simple);
