-- For tables that are written once. Whom a privilege or a policy does not stop (the owner, a function of the owner's) this does.
create function private.refuse_change() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    raise exception 'rows of %.% are written once: % is refused', tg_table_schema, tg_table_name, lower(tg_op)
        using errcode = 'TA001', hint = 'Write a new row that says what is different.';
end
$$;
comment on function private.refuse_change() is 'Trigger: refuses the statement, whoever runs it.';

revoke execute on function private.refuse_change() from public;
