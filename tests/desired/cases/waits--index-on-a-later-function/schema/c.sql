create function fold(text) returns text language sql return lower($1);
