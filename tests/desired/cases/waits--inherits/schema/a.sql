create table child (extra int) inherits (parent);
