-- version 0.2.0
create function url_encode(data bytea) returns text language sql immutable as $$ select translate(encode(data, 'base64'), E'+/=\n', '-_') $$;
create function url_decode(data text) returns bytea language sql immutable
    as $$ select decode(rpad(translate(data, '-_', '+/'), 4 * ((length(data) + 3) / 4), '='), 'base64') $$;
create function sign(payload json, secret text, algorithm text default 'HS256') returns text language plpgsql immutable
    as $$ begin raise exception 'sign is a stand-in: this server lacks pgjwt'; end $$;
create function verify(token text, secret text, algorithm text default 'HS256') returns table (header json, payload json, valid boolean)
    language plpgsql immutable as $$ begin raise exception 'verify is a stand-in: this server lacks pgjwt'; end $$;
