create type later_type as enum ('a');
