-- now() is the start of the transaction: rows changed together carry one time.
create function private.set_updated_at() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    new.updated_at := now();
    return new;
end
$$;
comment on function private.set_updated_at() is 'Trigger: updated_at is when the row changed, whatever the client sent.';

-- a trigger needs no execute privilege when it fires
revoke execute on function private.set_updated_at() from public;
