create table trades (id bigint not null, at timestamptz not null) partition by range (at);
create table trades_all partition of trades default;
