create view app.v as select * from later;
