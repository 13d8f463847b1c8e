create type span as range (subtype = numeric);
comment on type span is 'from, to';
