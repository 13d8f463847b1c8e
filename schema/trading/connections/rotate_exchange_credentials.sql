-- To change the master key: add a version to the ring, call this until nothing remains, take the old version out of the ring. A batch a
-- transaction: whatever stops it half way, rows are under the one key or the other, and the next call goes on. Rows that somebody is
-- writing are passed over; they remain until a later call finds them.
create function public.rotate_exchange_credentials(batch_size integer default 100, out rotated integer, out remaining integer)
    language plpgsql
    security definer
    set search_path = ''
as $$
declare
    newest integer := private.newest_key_version();
begin
    with batch as (
        select e.user_id, e.connection_id
          from private.exchange_credentials e
         where e.key_version <> newest
         order by e.user_id, e.connection_id
         limit batch_size
           for update skip locked
    )
    update private.exchange_credentials e
       set key_version = newest,
           ciphertext = private.seal_credentials(
               e.connection_id, private.open_credentials(e.connection_id, e.ciphertext, e.key_version), newest)
      from batch b
     where e.user_id = b.user_id and e.connection_id = b.connection_id;
    get diagnostics rotated = row_count;
    select count(*) into remaining from private.exchange_credentials e where e.key_version <> newest;
end
$$;
comment on function public.rotate_exchange_credentials(integer) is
    'Seals a batch of API keys anew, under the newest master key; says how many it did and how many are left.';

revoke execute on function public.rotate_exchange_credentials(integer) from public;
grant execute on function public.rotate_exchange_credentials(integer) to service_role;
