do $$ begin create role desired_reader; exception when duplicate_object then null; end $$;
grant desired_reader to current_user;
