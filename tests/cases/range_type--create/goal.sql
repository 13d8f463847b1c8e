create type pricerange as range (subtype = numeric, multirange_type_name = pricemulti); create table t (r pricerange);
