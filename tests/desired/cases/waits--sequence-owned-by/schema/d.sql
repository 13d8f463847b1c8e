create table later (id int default nextval('ids2'));
