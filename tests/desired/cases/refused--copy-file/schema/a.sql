copy (select 1) to '/tmp/x';
