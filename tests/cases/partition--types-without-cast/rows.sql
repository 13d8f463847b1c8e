insert into readings values (1, true, '{}', null), (1, null, null, null);
