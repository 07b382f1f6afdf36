-- After how many months without them viewers are forgotten who are nobody's members and never ordered; 0: never.
-- One row.
CREATE TABLE forgetting (months INTEGER NOT NULL) STRICT;
INSERT INTO forgetting (months) VALUES (0);
