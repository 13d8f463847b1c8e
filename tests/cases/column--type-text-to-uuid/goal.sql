create table t (id uuid default gen_random_uuid()); create table u (id int);
