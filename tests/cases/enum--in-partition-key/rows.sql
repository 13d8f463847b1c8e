insert into orders (state, previous, note) values ('new', null, 'a'), ('open', '{new}', 'b'), ('done', '{new,open}', null);
insert into trades select id, state from orders;
insert into events values ('2024-05-01', 'new'), ('2024-06-01', 'done');
