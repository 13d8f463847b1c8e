create table t (id int);
-- schöne Grüße
create table 'ü' form;
