create function same(int, int) returns boolean language sql immutable return $1 = $2;
create function times(bigint, bigint) returns bigint language sql immutable return $1 * $2;
