create function important(int) returns boolean language sql immutable return $1 > 10;
