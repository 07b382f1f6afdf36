-- Reviews of shows that are over. What is asked of a review fills itself; here stands what people wrote and decided.
CREATE TABLE review (
  show TEXT PRIMARY KEY REFERENCES show (id),
  closed_at INTEGER NOT NULL,     -- UTC, ms
  closed_by TEXT NOT NULL         -- handle
) STRICT, WITHOUT ROWID;

CREATE TABLE review_note (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  show TEXT NOT NULL REFERENCES show (id),
  kind TEXT NOT NULL CHECK (kind IN ('keep', 'problem', 'try')),
  text TEXT NOT NULL,
  at INTEGER,                     -- ms of the show: the moment it speaks of; null for none
  version INTEGER NOT NULL,       -- of what is written in it
  made_at INTEGER NOT NULL,       -- UTC, ms
  made_by TEXT NOT NULL,          -- handle
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  for_show TEXT REFERENCES show (id),  -- of a try: the show in which it is to be tried
  outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'helped', 'did-not', 'not-tried')),
  outcome_at INTEGER,
  outcome_by TEXT NOT NULL DEFAULT ''  -- handle
) STRICT;
CREATE INDEX review_note_by_show ON review_note (show, position);
CREATE INDEX review_note_for_show ON review_note (for_show, position) WHERE for_show IS NOT NULL;

-- Few among many events: what a review counts cue by cue, and until when.
CREATE INDEX event_of_save ON event (show, at, accepted_at) WHERE kind = 'product.saved';
