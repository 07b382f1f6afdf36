-- Who watched and talked in which show, while it was on air (live 1) and afterwards (0): read from the journal behind it
-- (show/audience.h), and the same when it is read again from the beginning.
CREATE TABLE audience (
  show TEXT NOT NULL,
  viewer TEXT NOT NULL,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  played_ms INTEGER NOT NULL,
  viewed_at INTEGER,              -- UTC, ms: when enough was played to count as a view
  chatted_at INTEGER,             -- the first line of chat
  PRIMARY KEY (show, viewer, live)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_by_viewer ON audience (viewer, viewed_at);

-- How far the journal was read: one row.
CREATE TABLE audience_read (position INTEGER NOT NULL) STRICT;
INSERT INTO audience_read (position) VALUES (0);
