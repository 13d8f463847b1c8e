create table t (a int);
create subscription changed connection 'host=nowhere dbname=y user=u password=secret1' publication p with (connect = false);
create subscription gone connection 'postgresql://u:secret2@nowhere/y' publication p with (connect = false, slot_name = none);
