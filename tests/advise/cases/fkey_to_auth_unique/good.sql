create table public.t (id uuid primary key references auth.users);
