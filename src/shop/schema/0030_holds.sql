-- How the shop sells, one row with '' and ''; a product on the shelf of a show may have a row of its own.
CREATE TABLE selling (
  show TEXT NOT NULL,
  product TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('first-to-pay', 'first-to-hold')),
  hold_seconds INTEGER NOT NULL,
  waitlist INTEGER NOT NULL CHECK (waitlist IN (0, 1)),
  PRIMARY KEY (show, product)
) STRICT, WITHOUT ROWID;
INSERT INTO selling (show, product, mode, hold_seconds, waitlist) VALUES ('', '', 'first-to-pay', 600, 1);

-- Pieces kept for a buyer. They are no longer in sku.left, so left + held + gathered + sold is what was put in.
CREATE TABLE hold (
  id TEXT PRIMARY KEY,
  sku TEXT NOT NULL REFERENCES sku (sku),
  viewer TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  until INTEGER NOT NULL,
  show TEXT NOT NULL,             -- '' outside a show
  at INTEGER NOT NULL,            -- milliseconds of that show
  told INTEGER NOT NULL CHECK (told IN (0, 1)),  -- 0: comes from the line, and no mail about it was handed over yet
  UNIQUE (sku, viewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_end ON hold (until);
CREATE INDEX hold_by_viewer ON hold (viewer);
CREATE INDEX hold_to_tell ON hold (id) WHERE told = 0;

-- Those who wait for pieces of a SKU, in the order in which they came.
CREATE TABLE waiting (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,        -- becomes the id of the hold
  sku TEXT NOT NULL REFERENCES sku (sku),
  viewer TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  gathered INTEGER NOT NULL CHECK (gathered >= 0 AND gathered < quantity),  -- set aside for the first in line
  hold_seconds INTEGER NOT NULL,
  show TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (sku, viewer)
) STRICT;
CREATE INDEX waiting_by_sku ON waiting (sku, position);
CREATE INDEX waiting_by_viewer ON waiting (viewer);
