create foreign data wrapper w; create server s foreign data wrapper w options (host 'a', port '1'); create foreign table f (a int) server s;
