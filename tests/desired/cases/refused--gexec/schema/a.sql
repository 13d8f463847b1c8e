select 'create table t ()' \gexec
