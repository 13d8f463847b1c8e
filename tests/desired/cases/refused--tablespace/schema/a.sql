create tablespace t location '/tmp';
