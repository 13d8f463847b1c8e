create table orders (amount numeric);
create view v as select amout
  from orders;
