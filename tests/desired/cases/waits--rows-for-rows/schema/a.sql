insert into trades values (1, 7);
