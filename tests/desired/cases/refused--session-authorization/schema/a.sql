set session authorization postgres;
