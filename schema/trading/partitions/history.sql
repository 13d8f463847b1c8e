-- security_invoker: whoever reads the views meets the policies of the tables, as if reading them
create view public.order_history with (security_invoker = true) as
select * from public.orders union all select * from archive.orders;

create view public.trade_history with (security_invoker = true) as
select * from public.trades union all select * from archive.trades;

comment on view public.order_history is 'Every order there ever was, those of archived months too; ask with a span of created_at, so that other months are not read.';
comment on view public.trade_history is 'Every execution there ever was, those of archived months too; ask with a span of executed_at.';

grant select on public.order_history, public.trade_history to authenticated, service_role;
