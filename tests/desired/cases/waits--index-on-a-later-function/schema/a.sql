create index by_fold on users (fold(name));
