create operator family f using btree; alter operator family f using btree add operator 1 < (int, bigint), function 1 btint48cmp(int, bigint);
