create domain d as integer constraint d_there not null; create domain e as text; create domain f as text not null; create domain g as text not null;
