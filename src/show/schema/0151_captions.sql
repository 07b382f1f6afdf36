-- Captions of archives: a track for each language, its cues in ms of the show.
CREATE TABLE caption_track (
  show TEXT NOT NULL REFERENCES show (id),
  language TEXT NOT NULL,         -- "ja", "zh-Hant"
  made_by TEXT NOT NULL,          -- handle
  made_at INTEGER NOT NULL,       -- UTC, ms
  PRIMARY KEY (show, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE caption (
  show TEXT NOT NULL,
  language TEXT NOT NULL,
  number INTEGER NOT NULL,        -- in order of from_ms
  from_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  text TEXT NOT NULL,
  form TEXT NOT NULL,             -- search_form of the text
  PRIMARY KEY (show, language, number)
) STRICT, WITHOUT ROWID;

ALTER TABLE clip ADD COLUMN captions TEXT NOT NULL DEFAULT '';  -- language of those that are burnt in
