set search_path = ownership_grants;
insert into t values (1, 'b');
