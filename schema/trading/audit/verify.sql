-- A chain is read once, in order; the first entry that does not follow from the one before is named, or the first that is missing.
create function audit.first_broken(chain_id uuid, out number bigint, out problem text)
    language plpgsql stable
    security definer
    set search_path = ''
as $$
declare
    expected bytea := '';
    last audit.chains;
    entry audit.log;
begin
    number := 0;
    for entry in select e.* from audit.log e where e.chain_id = first_broken.chain_id order by e.number loop
        number := number + 1;
        problem := case
            when entry.number <> number then 'missing'
            when entry.previous_hash <> expected then 'does not follow the entry before'
            when entry.hash <> audit.hash_of(entry) then 'changed'
        end;
        if problem is not null then
            return;
        end if;
        expected := entry.hash;
    end loop;
    select c.* into last from audit.chains c where c.id = first_broken.chain_id;
    if (coalesce(last.length, 0), coalesce(last.hash, '')) is distinct from (number, expected) then
        number := number + 1;
        problem := 'missing';
    else
        number := null;
    end if;
end
$$;
comment on function audit.first_broken(uuid) is 'The first entry of a chain that was changed or is missing, and which of the two; nulls where the chain is whole.';

create function public.verify_audit_trail(out number bigint, out problem text)
    language sql stable
    security definer
    set search_path = ''
as $$
    select b.number, b.problem from audit.first_broken(auth.uid()) b
$$;
comment on function public.verify_audit_trail() is 'For a user: the first entry of the own audit trail that is not as it was written; nulls where there is none.';

revoke execute on function audit.first_broken(uuid) from public;
grant execute on function audit.first_broken(uuid) to service_role;
revoke execute on function public.verify_audit_trail() from public;
grant execute on function public.verify_audit_trail() to authenticated;
