create domain app.amount as numeric;
