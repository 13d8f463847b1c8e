create function total() returns bigint begin atomic select count(*) from orders where important(id); end;
