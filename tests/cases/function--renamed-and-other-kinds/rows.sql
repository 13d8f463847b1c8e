insert into t values (1);
insert into use values (1, '(1,a)');
