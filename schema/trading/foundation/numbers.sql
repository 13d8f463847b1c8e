-- One precision for everything counted or paid: eighteen decimals hold the smallest unit of any listed asset (one wei), twenty digits before
-- the point hold any supply. NaN is refused by name because PostgreSQL sorts it above every number, so that a bare `> 0` lets it in.

create domain public.price as numeric(38, 18)
    constraint price_positive check (value > 0 and value < 'NaN');
comment on domain public.price is 'What one unit of an asset costs, in the quote asset; positive.';

create domain public.quantity as numeric(38, 18)
    constraint quantity_positive check (value > 0 and value < 'NaN');
comment on domain public.quantity is 'How many units of an asset; positive, the direction stands in a column of its own.';

create domain public.amount as numeric(38, 18)
    constraint amount_number check (value < 'NaN');
comment on domain public.amount is 'A sum that may be negative (a loss, a rebate) or zero.';
