create function app.é() returns int language sql security definer as 'select 1'; -- found
create function app.mine() returns int language sql security definer set statement_timeout = '1s' as 'select 1'; -- found
create procedure app.work() language plpgsql security definer as 'begin end'; -- found
create function app.later() returns int language sql security definer as 'select 1'; -- found
alter function app.later() set statement_timeout = '1s';

create function app.set() returns int language sql security definer set search_path = '' as 'select 1';
create function app.from_current() returns int language sql security definer set search_path from current as 'select 1';
create function app.caller() returns int language sql as 'select 1';
create function app.said() returns int language sql security invoker as 'select 1';
create function app.bound() returns int language sql security definer begin atomic select 1; end;
create function app.settled() returns int language sql security definer as 'select 1';
alter function app.settled() set search_path = '';
