create domain price as numeric default 1 not null constraint positive check (value > 0); create table t (p price); comment on domain price is 'money';
