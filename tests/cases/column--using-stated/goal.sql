create table t (id int, 
  -- schemactl: using (b = 'true')
  b boolean, 
  s integer default 1 -- schemactl: using s::integer + 0
);
