insert into t values (1, '{1,2}', 4, '(5,x)', '{a,b}'), (2, null, null, null, null);
