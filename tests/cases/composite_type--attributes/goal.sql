create type money_t as (amount numeric, currency text, at timestamptz); create table t (m money_t);
