insert into app.t values (1, 'm');
insert into x values ('b', 1);
