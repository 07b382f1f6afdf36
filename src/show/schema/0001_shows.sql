-- Shows. When one went on air and how long it was stands in its timeline.
CREATE TABLE show (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  state TEXT NOT NULL,
  starts_at INTEGER,              -- UTC, ms: as announced
  ended_at INTEGER,
  listed_at INTEGER NOT NULL,     -- its place in lists: when it went on air, else is to start, else was made
  record INTEGER NOT NULL,        -- 1: the picture is kept
  stream_key TEXT NOT NULL,       -- for the encoder; staff may read it again, so it stands as it is
  preview_token TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX show_by_listing ON show (listed_at, position);

CREATE TABLE show_cast (
  show TEXT NOT NULL REFERENCES show (id),
  place INTEGER NOT NULL,
  handle TEXT NOT NULL,
  PRIMARY KEY (show, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE show_shelf (
  show TEXT NOT NULL REFERENCES show (id),
  place INTEGER NOT NULL,
  product TEXT NOT NULL REFERENCES product (id),
  PRIMARY KEY (show, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX show_shelf_by_product ON show_shelf (product, show);

-- What the state of a show at a moment is made of: few among many events, so they are found without reading the rest.
CREATE INDEX event_of_state ON event (show, at, seq)
  WHERE kind IN ('product.pinned', 'product.unpinned', 'picture.started', 'picture.lost');
CREATE INDEX event_of_chat ON event (show, at) WHERE kind = 'chat.posted';
