comment on column orders.id is 'the key';
grant select on orders to desired_reader;
alter default privileges for role desired_reader grant select on tables to public;
