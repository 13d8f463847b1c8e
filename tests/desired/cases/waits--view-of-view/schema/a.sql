create view report as select total from totals;
comment on view report is 'last';
