-- Audiences: people by what they did, as the staff describe them. Nothing of the people themselves.
CREATE TABLE audience_list (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  filter TEXT NOT NULL,           -- JSON, as it was sent
  made_by TEXT NOT NULL,          -- handle
  made_at INTEGER NOT NULL,       -- UTC, ms
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What was given out, for good: whatever becomes of the audience.
CREATE TABLE audience_export (
  position INTEGER PRIMARY KEY,
  audience TEXT NOT NULL,
  title TEXT NOT NULL,            -- as it was then; the next likewise
  filter TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('ads', 'mailing')),
  wording TEXT NOT NULL,          -- version of the words that those in it agreed to
  count INTEGER NOT NULL,
  by TEXT NOT NULL,               -- handle
  at INTEGER NOT NULL
) STRICT;
