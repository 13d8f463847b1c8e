comment on schema public is 'ä';

create view v as
  select 'äöü€😀' as x, y
  from nowhere;
