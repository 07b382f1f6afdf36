-- Offers: what a show has prepared. Their openings stand in offer_window, what orders took of them in order_offer.
CREATE TABLE offer (
  position INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which they were prepared
  id TEXT NOT NULL UNIQUE,
  show TEXT NOT NULL,
  title TEXT NOT NULL,
  benefit TEXT NOT NULL CHECK (benefit IN ('price', 'percent', 'amount')),
  value INTEGER NOT NULL,         -- percent, or minor units off a piece; 0 where every target has its price
  code TEXT NOT NULL,             -- of a coupon; '' for everybody
  code_shown INTEGER NOT NULL CHECK (code_shown IN (0, 1)),
  pieces INTEGER,                 -- so many in all; null: as many as there are
  per_person INTEGER,
  lasts_ms INTEGER,               -- of one opening; null: until it is closed
  archive_until INTEGER,          -- UTC, ms: holds in the archive until then; null: live only
  opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),  -- 1: it was, at least once
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0 AND (pieces IS NULL OR taken <= pieces))
) STRICT;
CREATE INDEX offer_by_show ON offer (show, position);
CREATE INDEX offer_opened ON offer (show) WHERE opened = 1;  -- the writer asks this once for each show that is ordered from
CREATE UNIQUE INDEX offer_by_code ON offer (show, code) WHERE code <> '';

CREATE TABLE offer_target (
  offer TEXT NOT NULL REFERENCES offer (id),
  place INTEGER NOT NULL,
  product TEXT NOT NULL,
  sku TEXT NOT NULL,              -- '' for every SKU of the product
  price INTEGER NOT NULL,         -- of a piece; 0 where the benefit is no price
  PRIMARY KEY (offer, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_window (
  offer TEXT NOT NULL REFERENCES offer (id),
  opens_at INTEGER NOT NULL,      -- milliseconds of the show
  closes_at INTEGER,              -- the first at which it no longer holds; null: until it is closed
  PRIMARY KEY (offer, opens_at)
) STRICT, WITHOUT ROWID;

-- Which line of an order took pieces of which offer, and what a piece costs otherwise.
CREATE TABLE order_offer (
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,         -- of the line
  offer TEXT NOT NULL REFERENCES offer (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  usual_price INTEGER NOT NULL,
  PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
