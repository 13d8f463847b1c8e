create type mood as enum ('awful', 'sad', 'fine', 'ok', 'great'); create table t (m mood default 'great');
