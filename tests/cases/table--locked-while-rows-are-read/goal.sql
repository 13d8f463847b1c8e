create table users (id int primary key);
create table orders (id int primary key, user_id int references users, note text not null, total bigint);
create table log (id int, line text);
create index log_id on log (id);
create view notes as select id, note from orders;
create table lines (id int primary key, log_id int, check (log_id > 0));
create index lines_log on lines (log_id);
