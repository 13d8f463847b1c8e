create table t (x text);
COPY public.t (x) FROM stdin;
it's	one
\.
