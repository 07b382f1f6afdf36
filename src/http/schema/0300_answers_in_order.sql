-- In the order in which they were given: a new one goes to the end, and only a short entry has to be found a
-- place among those of others. Ids grow with the time, so what is old is the beginning.
CREATE TABLE kept_answer (
  id INTEGER PRIMARY KEY,
  caller TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  created_at INTEGER NOT NULL,     -- UTC, ms
  UNIQUE (key, caller, route)
) STRICT;
INSERT INTO kept_answer (caller, route, key, body_hash, answer, created_at)
  SELECT caller, route, key, body_hash, answer, created_at FROM idempotency ORDER BY created_at;
DROP TABLE idempotency;
