create table other (id integer, body text compression pglz collate "C");
create table texts (id integer, body text compression pglz collate "C" not null default '', name text collate "POSIX");
alter table texts alter column body set storage external;
