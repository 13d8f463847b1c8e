create type span as range (subtype = integer);
comment on type span is 'from, to';
