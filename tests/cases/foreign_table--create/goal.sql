create foreign data wrapper w; create server s foreign data wrapper w; create foreign table f (a int not null default 3, b text, check (a > 0)) server s options (t 'x'); grant select on f to public;
