-- The shop's own secret, from which pseudonyms are made.
CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
