create view a as select * from b;
create view b as select * from c;
comment on view a is 'x';
create view c as
  select * from nowhere;
