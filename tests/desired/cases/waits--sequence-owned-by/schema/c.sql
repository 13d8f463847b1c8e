create sequence ids2;
alter sequence ids2 owned by later.id;
