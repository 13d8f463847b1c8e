create domain app.price as app.amount check (value > 0);
