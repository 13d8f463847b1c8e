create sequence ids;
alter sequence ids owned by orders.id;
