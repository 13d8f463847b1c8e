import foreign schema x from server y into z;
