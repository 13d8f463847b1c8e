"""The rules that every object of the schema keeps, as queries for offenders; each query is shown to find one."""

from __future__ import annotations

import pytest

from .conftest import Trading

OURS = "('public', 'private', 'analytics', 'audit', 'partitions', 'archive')"
TABLES = f"select * from pg_class where relkind in ('r', 'p') and relnamespace::regnamespace::text in {OURS}"
COLUMNS = f"""select c.relname || '.' || a.attname as name, a.*
                from pg_attribute a join pg_class c on c.oid = a.attrelid
               where c.relkind in ('r', 'p', 'm', 'v') and c.relnamespace::regnamespace::text in {OURS}
                 and a.attnum > 0 and not a.attisdropped"""
FUNCTIONS = f"select * from pg_proc where pronamespace::regnamespace::text in {OURS}"
POLICY = "select p.*, polrelid::regclass || '.' || polname as name from pg_policy p"

RULES = {
    "a table has row level security": f"select relname from ({TABLES}) t where not relrowsecurity",
    "a table has a policy": f"""
        select relname from ({TABLES}) t where not relispartition and not exists (select from pg_policy where polrelid = t.oid)""",
    "a partition has no address": f"select relname from ({TABLES}) t where relispartition and relnamespace = 'public'::regnamespace",
    "a partition is granted to nobody": f"""
        select relname from ({TABLES}) t, aclexplode(relacl) where relispartition and grantee <> relowner""",
    "a policy names its roles": f"select name from ({POLICY}) p where polroles = '{{0}}'",
    "a policy is for one command": f"select name from ({POLICY}) p where polcmd = '*'",
    "a command has one permissive policy a role": """
        select min(polname) from pg_policy, unnest(polroles) role
         where polpermissive group by polrelid, polcmd, role having count(*) > 1""",
    # in a sub-select it is computed once a query, else once a row
    "a policy asks for the user once": f"""
        select name from ({POLICY}) p, concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) text
         where replace(text, '( SELECT auth.uid() AS uid)', '') ~ 'auth\\.'""",
    "a foreign key is indexed": f"""
        select conname from pg_constraint f
         where contype = 'f' and connamespace::regnamespace::text in {OURS}
           and not exists (select from pg_index i
                            where i.indrelid = f.conrelid and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] = f.conkey
                              and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$'))""",
    "no index is another's beginning": f"""
        select a.indexrelid::regclass::text from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
         where not a.indisunique and a.indpred is null and b.indpred is null
           and (b.indkey::int2[])[0:a.indnkeyatts - 1] = (a.indkey::int2[])[0:]
           and a.indrelid in (select oid from ({TABLES}) t)""",
    "a relation has a comment": f"""
        select relname from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace::regnamespace::text in {OURS}
                                       and not relispartition and obj_description(oid, 'pg_class') is null""",
    "a type has a comment": f"""
        select typname from pg_type
         where typtype in ('e', 'd') and typnamespace::regnamespace::text in {OURS} and obj_description(oid, 'pg_type') is null""",
    "a function has a comment": f"select proname from ({FUNCTIONS}) f where obj_description(oid, 'pg_proc') is null",
    "time has a zone": f"select name from ({COLUMNS}) c where atttypid in ('timestamp'::regtype, 'time'::regtype)",
    "a number has a precision": f"""
        select name from ({COLUMNS}) c join pg_type t on t.oid = atttypid
         where (atttypid = 'numeric'::regtype and atttypmod = -1) or (t.typbasetype = 'numeric'::regtype and t.typtypmod = -1)""",
    "money is no binary fraction": f"""
        select name from ({COLUMNS}) c where atttypid in ('float4'::regtype, 'float8'::regtype, 'money'::regtype)""",
    # what follows the uuid tells rows of one thing apart, as a bar's time does, or is a partition key
    "a primary key begins with a uuid": f"""
        select t.relname from ({TABLES}) t left join pg_index i on i.indrelid = t.oid and i.indisprimary
         where i is null or not exists (select from pg_attribute a
                                         where a.attrelid = t.oid and a.attnum = i.indkey[0] and a.atttypid = 'uuid'::regtype)""",
    "updated_at has its trigger": f"""
        select name from ({COLUMNS}) c join pg_class r on r.oid = attrelid
         where attname = 'updated_at' and r.relkind in ('r', 'p')
           and not exists (select from pg_trigger g
                            where g.tgrelid = c.attrelid
                              and g.tgfoid in ('private.set_updated_at'::regproc, 'private.refuse_change'::regproc))""",
    "a view reads with its reader's rights": f"""
        select relname from pg_class
         where relkind = 'v' and relnamespace::regnamespace::text in {OURS}
           and not coalesce('security_invoker=true' = any (reloptions), false)""",
    "a materialized view is not exposed": "select relname from pg_class where relkind = 'm' and relnamespace = 'public'::regnamespace",
    "a function has a fixed search_path": f"""
        select proname from ({FUNCTIONS}) f where not exists (select from unnest(proconfig) s where s like 'search_path=%')""",
    "a function is granted by name": f"select proname from ({FUNCTIONS}) f where has_function_privilege('anon', oid, 'execute')",
}

OFFENDERS = {
    "a table has row level security": "create table offender ()",
    "a table has a policy": "create table offender (); alter table offender enable row level security",
    "a partition has no address": "create table offender partition of trades for values from ('1990-01-01') to ('1990-02-01')",
    "a partition is granted to nobody": """
        create table partitions.offender partition of trades for values from ('1990-01-01') to ('1990-02-01');
        grant select on partitions.offender to service_role""",
    "a policy names its roles": "create policy offender on assets for select using (true)",
    "a policy is for one command": "create policy offender on assets to authenticated using (true)",
    "a command has one permissive policy a role": "create policy offender on assets for select to authenticated using (true)",
    "a policy asks for the user once": "create policy offender on assets for delete to authenticated using (id = auth.uid())",
    "a foreign key is indexed": "alter table positions add base uuid constraint offender references assets (id)",
    "no index is another's beginning": "create index offender on positions (user_id)",
    "a relation has a comment": "create view offender as select 1",
    "a type has a comment": "create type offender as enum ()",
    "a function has a comment": "create function offender() returns int language sql return 1",
    "time has a zone": "alter table assets add offender timestamp",
    "a number has a precision": "create domain loose as numeric; alter table assets add offender loose",
    "money is no binary fraction": "alter table assets add offender float8",
    "a primary key begins with a uuid": "create table offender (id int primary key)",
    "updated_at has its trigger": "create table offender (updated_at timestamptz)",
    "a view reads with its reader's rights": "create view offender as select 1",
    "a materialized view is not exposed": "create materialized view offender as select 1",
    "a function has a fixed search_path": "create function offender() returns int language sql return 1",
    "a function is granted by name": "create function offender() returns int language sql return 1",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_object_keeps_the_rule(trading: Trading, rule: str) -> None:
    assert trading.database.rows(RULES[rule]) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_an_offender(trading: Trading, rule: str) -> None:
    trading.database.execute(OFFENDERS[rule])
    found = [name for (name,) in trading.database.rows(RULES[rule])]
    assert len(found) == 1
    assert "offender" in found[0] or "assets_select_all" in found[0]
