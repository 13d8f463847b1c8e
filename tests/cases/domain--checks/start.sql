create domain price as numeric; create table t (p price);
