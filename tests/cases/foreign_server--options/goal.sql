create foreign data wrapper w; create server s foreign data wrapper w options (host 'b', dbname 'c'); create foreign table f (a int, b text) server s options (x 'y');
