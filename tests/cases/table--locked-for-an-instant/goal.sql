create table users (id int primary key, name text, age int default 3, since date default '2020-01-01');
comment on table users is 'Who may log in';
create table orders (id int primary key, user_id int);
alter table orders add constraint orders_user foreign key (user_id) references users not valid;
create view names as select id, name from users;
create table lines (id int primary key, order_id int references orders, check (order_id > 0));
create index lines_order on lines (order_id);
