set role pg_monitor;
