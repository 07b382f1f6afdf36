-- Moments of shows to learn from ("case" is a word of SQL's).
CREATE TABLE show_case (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  show TEXT NOT NULL REFERENCES show (id),
  at INTEGER NOT NULL,            -- ms of the show
  until INTEGER,                  -- null: it is a moment
  title TEXT NOT NULL,
  did TEXT NOT NULL,              -- what was done
  why TEXT NOT NULL,              -- why it worked
  figure TEXT NOT NULL,           -- a figure in words, such as "12 orders in 2 minutes"; '' for none
  tags TEXT NOT NULL,             -- JSON array of texts
  form TEXT NOT NULL,             -- search_form of all its words
  version INTEGER NOT NULL,
  made_at INTEGER NOT NULL,       -- UTC, ms
  made_by TEXT NOT NULL           -- handle
) STRICT;
CREATE INDEX show_case_by_show ON show_case (show, at);

-- Cases that somebody wants in mind for a cue.
CREATE TABLE cue_case (
  cue TEXT NOT NULL REFERENCES cue (id) ON DELETE CASCADE,
  show_case TEXT NOT NULL REFERENCES show_case (id) ON DELETE CASCADE,
  PRIMARY KEY (cue, show_case)
) STRICT, WITHOUT ROWID;
CREATE INDEX cue_case_by_case ON cue_case (show_case);

-- Who looked at which case.
CREATE TABLE case_seen (
  show_case TEXT NOT NULL REFERENCES show_case (id) ON DELETE CASCADE,
  person TEXT NOT NULL,           -- handle
  at INTEGER NOT NULL,            -- UTC, ms
  PRIMARY KEY (show_case, person)
) STRICT, WITHOUT ROWID;
