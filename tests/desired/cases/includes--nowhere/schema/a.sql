\i missing.sql
