-- Here the key is forgotten; at the exchange its owner must delete it, where it would work on.
create function public.revoke_exchange_credentials(connection_id uuid) returns void
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    update public.exchange_connections c
       set status = 'revoked', failure_reason = null, api_key_hint = null
     where c.id = revoke_exchange_credentials.connection_id and c.user_id = auth.uid();
    if not found then
        raise exception 'you have no exchange connection %', connection_id using errcode = 'no_data_found';
    end if;
    delete from private.exchange_credentials e
     where e.connection_id = revoke_exchange_credentials.connection_id and e.user_id = auth.uid();
end
$$;
comment on function public.revoke_exchange_credentials(uuid) is 'The owner takes a connection''s API key back; its ciphertext is deleted. Safe to repeat.';

revoke execute on function public.revoke_exchange_credentials(uuid) from public;
grant execute on function public.revoke_exchange_credentials(uuid) to authenticated;
