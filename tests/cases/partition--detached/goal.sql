create table m (at timestamptz not null, k int not null, primary key (at, k)) partition by range (at);create table m_1 (at timestamptz not null, k int not null, primary key (at, k));
