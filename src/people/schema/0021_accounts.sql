-- Accounts of the staff: withdrawn ones stay, because shows and the audit log name them.
ALTER TABLE staff ADD COLUMN withdrawn_at INTEGER;              -- UTC, ms; null: may sign in

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';  -- the browser, as it names itself
ALTER TABLE session ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;

-- Links that make somebody one of the staff. Kept a while after their end, so that a link used twice is told so.
CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  handle TEXT NOT NULL,           -- of the profile it gives a sign-in to, there already or to be made
  name TEXT NOT NULL,
  email TEXT,                     -- null: whoever accepts gives their own
  role TEXT NOT NULL CHECK (role IN ('owner', 'planner', 'director', 'presenter', 'analyst')),
  invited_by TEXT NOT NULL,       -- handle
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;

-- The second factor of one of the staff (RFC 6238). Counts once a first code has confirmed it.
CREATE TABLE second_factor (
  staff TEXT PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
  secret BLOB NOT NULL,
  confirmed_at INTEGER,
  last_step INTEGER NOT NULL DEFAULT 0  -- of the last code taken: neither it nor an older one is taken again
) STRICT, WITHOUT ROWID;

-- Single-use codes for whoever has lost their phone, by hash.
CREATE TABLE recovery_code (
  staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  hash BLOB NOT NULL,
  PRIMARY KEY (staff, hash)
) STRICT, WITHOUT ROWID;
