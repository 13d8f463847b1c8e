create operator === (leftarg = int, rightarg = int, function = same);
create aggregate product (bigint) (sfunc = times, stype = bigint, initcond = '1');
