create table t (a int); create function f() returns int begin atomic select count(*)::int from t; end;
