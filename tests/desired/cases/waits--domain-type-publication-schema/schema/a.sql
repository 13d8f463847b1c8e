create table app.prices (p app.price);
create publication changes for table app.prices;
