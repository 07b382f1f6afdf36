-- Share links, and who came by them.
CREATE TABLE share_link (
  position INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('show', 'product', 'staff', 'clip')),
  target TEXT NOT NULL,           -- id of the show, product or clip, or a handle
  show TEXT NOT NULL,             -- that it leads into; '' for none
  at INTEGER NOT NULL,            -- milliseconds of that show; -1: from where it stands
  viewer TEXT NOT NULL,           -- who shared; '' when it was one of the staff
  staff TEXT NOT NULL,            -- handle; '' when it was a viewer
  made_at INTEGER NOT NULL,       -- UTC, ms
  excluded_at INTEGER,            -- its arrivals do not count since; null: they do
  excluded_by TEXT NOT NULL DEFAULT '',
  exclusion TEXT NOT NULL DEFAULT ''  -- the reason
) STRICT;
CREATE UNIQUE INDEX share_link_of_sharer ON share_link (viewer, staff, kind, target, at);
CREATE INDEX share_link_by_show ON share_link (show, position);

-- One row for each viewer that came by a link.
CREATE TABLE share_arrival (
  position INTEGER PRIMARY KEY,
  link INTEGER NOT NULL REFERENCES share_link (position),
  viewer TEXT NOT NULL,
  source TEXT NOT NULL,           -- of the network it came from, a keyed hash
  arrived_at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('arrival', 'own', 'flood')),
  played_ms INTEGER NOT NULL DEFAULT 0,
  verified_at INTEGER,            -- null: has not taken part yet
  UNIQUE (link, viewer)
) STRICT;
CREATE INDEX share_arrival_of_viewer ON share_arrival (viewer, arrived_at);
CREATE INDEX share_arrival_of_source ON share_arrival (link, source, arrived_at);
CREATE INDEX share_arrival_waiting ON share_arrival (viewer) WHERE verified_at IS NULL AND kind = 'arrival';
CREATE INDEX share_arrival_verified ON share_arrival (link, verified_at) WHERE verified_at IS NOT NULL;

-- Requests for a link's address, by what asked.
CREATE TABLE share_click (
  link INTEGER NOT NULL REFERENCES share_link (position),
  what TEXT NOT NULL CHECK (what IN ('person', 'preview', 'bot')),
  count INTEGER NOT NULL,
  PRIMARY KEY (link, what)
) STRICT, WITHOUT ROWID;

-- How far the journal was read for what verifies arrivals, and how often what counts has changed.
CREATE TABLE share_read (position INTEGER NOT NULL, changes INTEGER NOT NULL) STRICT;
INSERT INTO share_read (position, changes) SELECT coalesce(max(position), 0), 1 FROM event;
