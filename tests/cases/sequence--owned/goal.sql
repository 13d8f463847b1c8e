create table t (id int); create sequence s owned by t.id; alter table t alter id set default nextval('s');
