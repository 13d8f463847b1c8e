-- version 1.4.4, schema pgmq
create table pgmq.meta (
    queue_name varchar primary key, is_partitioned boolean not null, is_unlogged boolean not null, created_at timestamptz not null default now()
);
create type pgmq.message_record as (msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb);
create function pgmq.create(queue_name text) returns void language sql
    as $$ insert into pgmq.meta values ($1, false, false) on conflict do nothing $$;
create function pgmq.send(queue_name text, msg jsonb, delay integer default 0) returns setof bigint language sql as $$ select 1::bigint $$;
create function pgmq.read(queue_name text, vt integer, qty integer) returns setof pgmq.message_record language sql
    as $$ select null::pgmq.message_record where false $$;
create function pgmq.pop(queue_name text) returns setof pgmq.message_record language sql as $$ select null::pgmq.message_record where false $$;
create function pgmq.delete(queue_name text, msg_id bigint) returns boolean language sql as $$ select false $$;
create function pgmq.archive(queue_name text, msg_id bigint) returns boolean language sql as $$ select false $$;
create function pgmq.drop_queue(queue_name text) returns boolean language sql as $$ delete from pgmq.meta where meta.queue_name = $1 returning true $$;
