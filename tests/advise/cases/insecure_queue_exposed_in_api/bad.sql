create schema if not exists pgmq;
create table pgmq.q_jobs (id int);
