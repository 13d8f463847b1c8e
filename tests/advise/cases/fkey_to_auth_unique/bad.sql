create table auth.extra (id int primary key, mail text unique);
create table public.t (id int primary key, mail text references auth.extra (mail));
