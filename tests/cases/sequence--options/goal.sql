create sequence s as integer increment by 10 minvalue 5 maxvalue 5000 start with 15 cache 3 cycle;
