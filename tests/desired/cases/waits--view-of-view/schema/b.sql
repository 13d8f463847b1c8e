create view totals as select sum(amount) as total from orders;
