-- What must be brought to other servers: one body for many receivers, in order for each of them.
CREATE TABLE delivery_body (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sender TEXT NOT NULL,                 -- who signs it
  body TEXT NOT NULL,
  written_at INTEGER NOT NULL           -- UTC, ms: the days of trying begin here
) STRICT;

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which it was written
  body INTEGER NOT NULL REFERENCES delivery_body (id),
  receiver TEXT NOT NULL                -- the address it is posted to
) STRICT;
CREATE INDEX delivery_by_receiver ON delivery (receiver, id);
CREATE INDEX delivery_by_body ON delivery (body);

-- Those that something waits for.
CREATE TABLE delivery_receiver (
  url TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  next_at INTEGER NOT NULL,             -- the next try of its oldest delivery
  failures INTEGER NOT NULL DEFAULT 0,  -- in a row
  failing_since INTEGER,
  reason TEXT NOT NULL DEFAULT ''       -- of the last try that failed
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_receiver_by_next ON delivery_receiver (next_at);
CREATE INDEX delivery_receiver_by_host ON delivery_receiver (host);
