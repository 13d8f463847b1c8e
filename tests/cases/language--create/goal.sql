create function h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler'; create trusted language l handler h;
