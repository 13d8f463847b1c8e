insert into app.a values (1); -- found
update app.a set x = 2; -- found
delete from app.a; -- found
truncate app.a; -- found
merge into app.a using app.b on a.x = b.x when matched then do nothing; -- found

create function app.f() returns void language sql begin atomic
    delete from app.a;
end;
create rule quiet as on delete to app.a do instead nothing;
create view app.v as select * from app.a;
