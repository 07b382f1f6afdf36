-- What staff wrote into a report in place of what its rules say. In the shop's database, not in insight.db: no journal
-- could make it again.
CREATE TABLE report_words (
  kind TEXT NOT NULL CHECK (kind IN ('proof', 'month', 'show')),
  id TEXT NOT NULL,               -- of the proof or show; of a month such as 2026-11
  version INTEGER NOT NULL,       -- counts what was written
  words TEXT NOT NULL,            -- JSON of report_words.h
  changed_at INTEGER NOT NULL,    -- UTC, ms
  changed_by TEXT NOT NULL,       -- handle
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
