-- What people say about us elsewhere. These tables stand in a database of their own, mentions.db, so that a million
-- mentions are written without an order waiting for one.
CREATE TABLE mention (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key BLOB NOT NULL UNIQUE,       -- network and id, or a hash of what was said (listening/mention.h): nothing comes in twice
  network TEXT NOT NULL,
  at INTEGER NOT NULL,            -- UTC, ms
  author TEXT NOT NULL,           -- '' when not told, or erased
  text TEXT NOT NULL,             -- '' when erased
  url TEXT NOT NULL,
  followers INTEGER,              -- of the author; null: the export does not tell
  boosts INTEGER,
  likes INTEGER
) STRICT;
CREATE INDEX mention_by_time ON mention (at);

-- What we listen for. Term 0 is everything.
CREATE TABLE term (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,             -- all, shop, product, staff, rival
  name TEXT NOT NULL UNIQUE,
  aliases TEXT NOT NULL,          -- JSON array
  about TEXT NOT NULL,            -- the product's id, the staff member's handle; may be ''
  counted_to INTEGER,             -- mentions up to this id are counted, later ones will be; null: all are
  changed_from INTEGER            -- the earliest bucket whose count changed since spikes were last looked for
) STRICT;
INSERT INTO term (id, kind, name, aliases, about) VALUES (0, 'all', '', '[]', '');

-- The counts, kept for good: mentions go when they are too old or when their author is erased.
CREATE TABLE mention_day (
  term INTEGER NOT NULL,
  day INTEGER NOT NULL,           -- days since 1970 in Japan
  network TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (term, day, network)
) STRICT, WITHOUT ROWID;
CREATE TABLE mention_hour (
  term INTEGER NOT NULL,
  hour INTEGER NOT NULL,          -- hours since 1970, UTC
  network TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (term, hour, network)
) STRICT, WITHOUT ROWID;
CREATE TABLE mention_bucket (
  term INTEGER NOT NULL,
  bucket INTEGER NOT NULL,        -- five minutes since 1970: what spikes are found in
  count INTEGER NOT NULL,
  PRIMARY KEY (term, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE spike (
  term INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  score_milli INTEGER NOT NULL,   -- 1000 times the detector's score
  expected_milli INTEGER NOT NULL, -- and the mentions of this bucket, had it been as usual
  PRIMARY KEY (term, bucket)
) STRICT, WITHOUT ROWID;

-- Whoever was erased stays erased when the same file is imported again.
CREATE TABLE erased_author (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE listening (kept_days INTEGER NOT NULL, revision INTEGER NOT NULL) STRICT; -- one row; revision of the terms
INSERT INTO listening (kept_days, revision) VALUES (1095, 0);
