insert into a values (51, 'true'), (52, 'false');
