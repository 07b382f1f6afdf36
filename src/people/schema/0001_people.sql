-- Anyone watching. The token itself is never kept, only its hash.
CREATE TABLE viewer (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL     -- UTC, ms
) STRICT, WITHOUT ROWID;

-- The staff. A profile without a mail address and a password stands in a cast and cannot sign in.
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'planner', 'director', 'presenter', 'analyst')),
  email TEXT UNIQUE,              -- in lower case
  password TEXT,                  -- argon2id, as libsodium writes it
  picture TEXT NOT NULL DEFAULT '',  -- its hash, or '' for none
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_staff ON session (staff, created_at);
CREATE INDEX session_by_end ON session (expires_at);

-- The one-time link printed while there is no owner: one row at most.
CREATE TABLE setup (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  token_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
