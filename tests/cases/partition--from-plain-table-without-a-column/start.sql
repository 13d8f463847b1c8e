create table trades (id bigint not null, at timestamptz not null, note text);
