create table t (a int); create materialized view m as select a from t; create index m_a on m (a); comment on materialized view m is 'x'; grant select on m to public;
