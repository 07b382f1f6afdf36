-- Stretches of archives that were withdrawn, and those that were restored since (timeline's withdrawn has those in force).
CREATE TABLE withdrawal (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  show TEXT NOT NULL REFERENCES show (id),
  from_ms INTEGER NOT NULL,       -- of the show
  until_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,          -- handle
  made_at INTEGER NOT NULL,       -- UTC, ms
  restored_by TEXT NOT NULL DEFAULT '',
  restored_at INTEGER             -- null while it is in force
) STRICT;
CREATE INDEX withdrawal_by_show ON withdrawal (show, position);

-- Where the media of an archive stand since a part of it was withdrawn or restored; others stand under the show's id.
CREATE TABLE archive_path (
  show TEXT PRIMARY KEY REFERENCES show (id),
  path TEXT NOT NULL UNIQUE       -- unguessable
) STRICT, WITHOUT ROWID;
