create view v as select 1 === 2 as same;
create view w as select product(x) from generate_series(1, 3) x;
