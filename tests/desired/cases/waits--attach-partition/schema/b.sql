create table candles (at int) partition by range (at);
create table candles_2024 (at int);
