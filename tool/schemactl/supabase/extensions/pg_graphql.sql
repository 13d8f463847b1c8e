-- version 1.5.11, schema graphql
create function graphql.resolve(
    query text, variables jsonb default '{}', "operationName" text default null, extensions jsonb default null)
    returns jsonb language plpgsql as $$ begin raise exception 'graphql.resolve is a stand-in: this server lacks pg_graphql'; end $$;
create function graphql.comment_directive(comment_ text) returns jsonb language sql immutable as $$ select '{}'::jsonb $$;
