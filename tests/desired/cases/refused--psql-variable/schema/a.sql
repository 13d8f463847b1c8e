create table t (x int default :x);
