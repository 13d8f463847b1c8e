create schema extensions; create extension citext with schema extensions; create table people (name extensions.citext);
