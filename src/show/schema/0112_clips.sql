-- Clips of shows. The movie and its poster stand in the show's media folder, under the clip's id.
CREATE TABLE clip (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  show TEXT NOT NULL REFERENCES show (id),
  product TEXT NOT NULL,          -- '' for none
  title TEXT NOT NULL,
  label TEXT NOT NULL,            -- says that it is advertising
  form TEXT NOT NULL CHECK (form IN ('key-frames', 'exact', 'vertical')),
  from_ms INTEGER NOT NULL,       -- of the show, as asked for
  until_ms INTEGER NOT NULL,
  focus INTEGER NOT NULL,
  shown INTEGER NOT NULL,         -- 1: on public pages
  state TEXT NOT NULL CHECK (state IN ('waiting', 'making', 'ready', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  why TEXT NOT NULL DEFAULT '',   -- of one that failed
  at INTEGER,                     -- of what is in it; null until it is ready
  length_ms INTEGER,
  width INTEGER,
  height INTEGER,
  bytes INTEGER,
  made_by TEXT NOT NULL,          -- handle
  made_at INTEGER NOT NULL        -- UTC, ms
) STRICT;
CREATE INDEX clip_by_show ON clip (show, position);
CREATE INDEX clip_by_product ON clip (product, position) WHERE product <> '';
CREATE INDEX clip_to_make ON clip (position) WHERE state IN ('waiting', 'making');
