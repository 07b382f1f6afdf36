-- Rehearsals: each is a show of its own, in states that no show on air has, so that what counts or lists shows leaves
-- it out.
CREATE TABLE rehearsal (
  show TEXT PRIMARY KEY REFERENCES show (id),
  of TEXT NOT NULL REFERENCES show (id),
  crowd TEXT REFERENCES show (id),  -- the past show whose crowd plays into it; null for none
  watching TEXT NOT NULL,         -- JSON: how many watched that show, every ten seconds (rehearsal/crowd.h)
  played_at INTEGER NOT NULL DEFAULT -1,   -- the crowd's last event that was played, by its place
  played_seq INTEGER NOT NULL DEFAULT 0,
  made_at INTEGER NOT NULL,       -- UTC, ms
  made_by TEXT NOT NULL           -- a handle
) STRICT, WITHOUT ROWID;
CREATE INDEX rehearsal_of_show ON rehearsal (of, made_at);

-- Which event a crowd's line repeats: whoever wrote it has its words taken here, too.
CREATE TABLE rehearsal_copy (
  position INTEGER PRIMARY KEY,
  of INTEGER NOT NULL             -- position
) STRICT;
CREATE INDEX rehearsal_copy_of ON rehearsal_copy (of);

-- Shows that went on air, with their clocks; a rehearsal never does.
CREATE VIEW aired AS
  SELECT s.id AS show, s.title, t.live_at, t.length_ms FROM show s JOIN timeline t ON t.show = s.id
  WHERE s.state IN ('live', 'archived') AND t.live_at IS NOT NULL;
