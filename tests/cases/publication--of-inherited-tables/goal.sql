create table parent (id int primary key, note text);
create table child () inherits (parent);
create publication p for table only parent;
create publication column_list for table only parent (id, note), child (id) where (id > 1);
create publication made for table only parent (id), child (note);
