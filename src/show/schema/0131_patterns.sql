-- What seems to work, and the shows that speak for and against it.
CREATE TABLE pattern (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,             -- what we do
  why TEXT NOT NULL,
  tags TEXT NOT NULL,             -- JSON array of texts
  version INTEGER NOT NULL,
  made_at INTEGER NOT NULL,       -- UTC, ms
  made_by TEXT NOT NULL,          -- handle
  confirmed_at INTEGER,           -- null while it is a hypothesis
  confirmed_by TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE pattern_evidence (
  pattern TEXT NOT NULL REFERENCES pattern (id) ON DELETE CASCADE,
  show TEXT NOT NULL REFERENCES show (id),
  stands TEXT NOT NULL CHECK (stands IN ('for', 'against')),
  note TEXT NOT NULL,
  at INTEGER NOT NULL,            -- UTC, ms
  by_handle TEXT NOT NULL,
  PRIMARY KEY (pattern, show)
) STRICT, WITHOUT ROWID;
