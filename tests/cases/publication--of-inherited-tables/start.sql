create table parent (id int primary key, note text);
create table child () inherits (parent);
create publication p for table parent;
create publication column_list for table only parent (id);
create publication gone for table only parent (id), child (note);
