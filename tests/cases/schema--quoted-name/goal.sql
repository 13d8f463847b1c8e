create schema "Order Book"; create table "Order Book"."select" ("from" int, "user name" text default 'it''s');
