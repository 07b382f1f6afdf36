-- What staff changed of a show's chapters. Those that nobody touched are made of the timeline at every reading.
CREATE TABLE chapter_edit (
  show TEXT NOT NULL REFERENCES show (id),
  id TEXT NOT NULL,               -- "pin-430", "cue-12" after the seq that began it; "own-…" for one that staff added
  at INTEGER,                     -- ms of the show; null: where it began
  title TEXT,                     -- null: as it was made
  form TEXT NOT NULL DEFAULT '',  -- search_form of the title
  product TEXT NOT NULL DEFAULT '',
  removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (show, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE chapter_list (
  show TEXT PRIMARY KEY REFERENCES show (id),
  version INTEGER NOT NULL        -- counts what staff wrote
) STRICT, WITHOUT ROWID;

-- Cues begin chapters as pins do.
CREATE INDEX event_of_cue ON event (show, at, seq) WHERE kind = 'cue.started';
