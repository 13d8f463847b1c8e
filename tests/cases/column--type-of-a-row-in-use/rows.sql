insert into place values (1, 'a, "b"');
insert into trip values (1, '(2,"c d")', array[(3, 'e,f')::place, null]), (2, null, null);
insert into log values (array[((4, 'g"h')::place, 5)::leg]);
insert into marks values ((6, 'i')::place);
