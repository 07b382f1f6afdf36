-- The figures' own tables, in a file beside the shop's: all of it can be made again from the journal.

-- How far the journal was read.
CREATE TABLE read_to (position INTEGER NOT NULL) STRICT;
INSERT INTO read_to (position) VALUES (0);

-- Short numbers for long names, in the order in which the journal named them first.
CREATE TABLE show (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  live_at INTEGER,                -- UTC, ms
  ended_at INTEGER,
  length_ms INTEGER
) STRICT;
CREATE TABLE viewer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  shows INTEGER NOT NULL DEFAULT 0,   -- watched
  last_show INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- One row per viewer and show.
CREATE TABLE watcher (
  show INTEGER NOT NULL,
  viewer INTEGER NOT NULL,
  live INTEGER NOT NULL,          -- what they did in this half, bits of visits/watcher.h
  archive INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  visits_live INTEGER NOT NULL,
  visits_archive INTEGER NOT NULL,
  played_ms INTEGER NOT NULL,
  sympathized_at INTEGER NOT NULL,  -- the first moment of each stage, UTC ms; 0: not reached
  identified_at INTEGER NOT NULL,
  participated_at INTEGER NOT NULL,
  spread_at INTEGER NOT NULL,
  PRIMARY KEY (show, viewer)
) STRICT, WITHOUT ROWID;

-- One row per viewer, show and pass: a pass ends when nothing was heard for half an hour.
CREATE TABLE visit (
  show INTEGER NOT NULL,
  viewer INTEGER NOT NULL,
  half INTEGER NOT NULL,          -- 0 live, 1 archive
  nth INTEGER NOT NULL,
  began_at INTEGER NOT NULL,      -- UTC, ms
  last_at INTEGER NOT NULL,
  entered_ms INTEGER NOT NULL,    -- of the show; -1: nothing was played
  left_ms INTEGER NOT NULL,
  raw_ms INTEGER NOT NULL,        -- played as told
  played_ms INTEGER NOT NULL,     -- never more than the show was long
  PRIMARY KEY (show, viewer, half, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE total (
  show INTEGER NOT NULL,
  half INTEGER NOT NULL,          -- 2: together
  viewers INTEGER NOT NULL, engaged INTEGER NOT NULL, buyers INTEGER NOT NULL, buying_viewers INTEGER NOT NULL,
  visitors INTEGER NOT NULL, buying_visitors INTEGER NOT NULL, chatters INTEGER NOT NULL, askers INTEGER NOT NULL,
  savers INTEGER NOT NULL, sharers INTEGER NOT NULL, returned INTEGER NOT NULL, sympathized INTEGER NOT NULL,
  identified INTEGER NOT NULL, participated INTEGER NOT NULL, spread INTEGER NOT NULL, views INTEGER NOT NULL,
  watched_ms INTEGER NOT NULL, hearts INTEGER NOT NULL, chats INTEGER NOT NULL, questions INTEGER NOT NULL,
  seconds INTEGER NOT NULL, votes INTEGER NOT NULL, saves INTEGER NOT NULL, shares INTEGER NOT NULL,
  follows INTEGER NOT NULL, seen INTEGER NOT NULL, opened INTEGER NOT NULL, carts INTEGER NOT NULL,
  actions INTEGER NOT NULL, orders INTEGER NOT NULL, pieces INTEGER NOT NULL, placed INTEGER NOT NULL,
  PRIMARY KEY (show, half)
) STRICT, WITHOUT ROWID;

-- Ten seconds of a show's clock each.
CREATE TABLE slice (
  show INTEGER NOT NULL,
  half INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  watched_ms INTEGER NOT NULL, hearts INTEGER NOT NULL, chats INTEGER NOT NULL, questions INTEGER NOT NULL,
  opened INTEGER NOT NULL, saves INTEGER NOT NULL, orders INTEGER NOT NULL, placed INTEGER NOT NULL,
  entered INTEGER NOT NULL, went INTEGER NOT NULL,
  PRIMARY KEY (show, half, slice)
) STRICT, WITHOUT ROWID;

-- How far a viewer came with a product of a show: the first moment of each step, UTC ms; 0: not yet.
CREATE TABLE interest (
  viewer INTEGER NOT NULL,
  product INTEGER NOT NULL,
  show INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  ordered_at INTEGER NOT NULL,
  seen INTEGER NOT NULL,          -- times, as the next
  opened INTEGER NOT NULL,
  PRIMARY KEY (show, product, viewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX interest_of_viewer ON interest (viewer);

CREATE TABLE purchase (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  viewer INTEGER NOT NULL,        -- 0: somebody of another shop
  placed_at INTEGER NOT NULL,
  position INTEGER NOT NULL,      -- of the event that placed it first
  total INTEGER NOT NULL,         -- goods, minor units
  paid INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  refunded_at INTEGER NOT NULL    -- the last time, so that one told in several shows counts once
) STRICT;

-- What of an order is a show's: ordered in its player, or influenced by having seen the product there.
CREATE TABLE sale (
  show INTEGER NOT NULL,
  purchase INTEGER NOT NULL,
  product INTEGER NOT NULL,
  influenced INTEGER NOT NULL,
  half INTEGER NOT NULL,
  at INTEGER NOT NULL,            -- ms of the show
  amount INTEGER NOT NULL,
  PRIMARY KEY (show, purchase, product, influenced)
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_by_purchase ON sale (purchase);

-- Follows stand in the shop's own timeline: those that were done at a show, by their position there.
CREATE TABLE follow (show INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (show, position)) STRICT, WITHOUT ROWID;
