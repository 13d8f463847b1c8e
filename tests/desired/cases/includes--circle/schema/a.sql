\ir b.sql
