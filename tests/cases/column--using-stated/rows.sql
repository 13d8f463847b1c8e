insert into t values (1, 'true', '1'), (2, 'false', '22'), (3, null, null);
