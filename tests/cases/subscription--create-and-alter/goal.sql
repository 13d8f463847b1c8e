create table t (a int);
create subscription changed connection 'host=elsewhere dbname=y' publication p, "Q" with (connect = false, slot_name = zz, binary = true, streaming = on);
comment on subscription changed is 'rows from elsewhere';
create subscription made connection 'host=nowhere dbname=y' publication p with (connect = false, two_phase = true, disable_on_error = true);
