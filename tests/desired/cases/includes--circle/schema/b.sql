-- first line
\ir a.sql
