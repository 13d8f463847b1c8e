create type money_t as (amount numeric, currency text); create table t (m money_t);
