select pg_get_serial_sequence('orders', 'id') is not null and pg_get_serial_sequence('later', 'id') is not null
