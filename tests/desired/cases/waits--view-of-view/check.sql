select obj_description('report'::regclass) = 'last'
