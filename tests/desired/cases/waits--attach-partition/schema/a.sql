alter table candles attach partition candles_2024 for values from (1) to (10);
create table candles_2025 partition of candles for values from (10) to (20);
