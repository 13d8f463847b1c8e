create schema trading; comment on schema trading is 'books'; create table trading.t (id int);
