-- The journal: every event of the shop, in one increasing order; a show's own order is seq, without a gap.
CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  show TEXT NOT NULL,             -- '' for the shop's own timeline
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,            -- milliseconds of the show
  kind TEXT NOT NULL,
  audience INTEGER NOT NULL,      -- 0 everyone, 1 staff, 2 one person, 3 the server alone
  person TEXT NOT NULL,           -- of audience 2
  by_id TEXT NOT NULL,
  by_role TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,   -- UTC, ms
  data TEXT NOT NULL,             -- JSON object
  UNIQUE (show, seq)
) STRICT;
CREATE INDEX event_by_moment ON event (show, at, seq) WHERE audience < 3;

-- Free text and names stand beside the event, so that hiding and erasing take them and leave the fact.
CREATE TABLE event_text (
  position INTEGER PRIMARY KEY REFERENCES event (position),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One row a show: its clock and what is counted at once.
CREATE TABLE timeline (
  show TEXT PRIMARY KEY,
  live_at INTEGER,                -- UTC, ms; null before the start
  length_ms INTEGER,              -- null until the end
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0,
  hearts INTEGER NOT NULL DEFAULT 0,
  chats INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Hearts and saves, summed by second for the archive.
CREATE TABLE moment_count (
  show TEXT NOT NULL,
  what TEXT NOT NULL,             -- 'heart', 'save'
  second INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (show, what, second)
) STRICT, WITHOUT ROWID;

-- Keys of commands, so that one sent twice is done once.
CREATE TABLE command_key (
  caller TEXT NOT NULL,
  show TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (caller, show, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX command_key_by_age ON command_key (created_at);
