"""One door per library: nothing outside this folder imports psycopg2, migra, sqlbag, postgast, testcontainers or a PostgreSQL wheel,
or runs squawk."""
