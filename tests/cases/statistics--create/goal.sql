create table t (a int, b int); create statistics s (ndistinct, dependencies) on a, b from t; alter statistics s set statistics 200; create statistics e on (a + b) from t;
