create collation sorting (provider = libc, locale = 'POSIX');
create table t (id integer primary key, a text collate sorting not null unique, b varchar(10) collate sorting default 'x', c text, check (b < 'z' collate sorting));
create index on t (b);
create index on t (c collate sorting);
create view v as select a from t where b > 'k' order by a;
create table p (k text, v text collate sorting) partition by hash (k);
create table p0 partition of p for values with (modulus 1, remainder 0);
comment on collation sorting is 'how names sort';
