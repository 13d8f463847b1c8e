create type mood as enum ('low', 'high');
create table readings (k integer not null, taken boolean, mood text[], note jsonb);
