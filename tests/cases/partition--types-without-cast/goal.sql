create type mood as enum ('low', 'high');
create table readings (k integer not null, taken text, mood jsonb, note mood) partition by list (k);
create table readings_1 partition of readings for values in (1);
