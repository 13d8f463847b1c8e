create schema if not exists pgmq;
create table pgmq.q_jobs (id int);
alter table pgmq.q_jobs enable row level security;
