-- A project has pgcrypto here from its first day, so `if not exists`; both are trusted, so that no superuser is needed elsewhere either.
create extension if not exists pgcrypto with schema extensions;

-- equality in GiST indexes, for exclusion constraints that ask for equal keys and overlapping times
create extension if not exists btree_gist with schema extensions;
