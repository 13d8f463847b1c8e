create schema a; create extension hstore with schema a;
