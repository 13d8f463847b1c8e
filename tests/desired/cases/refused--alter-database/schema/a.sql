alter database postgres set work_mem = '1GB';
