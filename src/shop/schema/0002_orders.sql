-- Orders. Who ordered and where it goes stands here and nowhere else.
CREATE TABLE placed_order (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  key_hash TEXT NOT NULL,         -- of the secret in the link to its private page
  state TEXT NOT NULL,            -- 'placed'
  placed_at INTEGER NOT NULL,
  viewer TEXT,                    -- null without a token
  show TEXT,
  at INTEGER,                     -- milliseconds of that show
  currency TEXT NOT NULL,
  total INTEGER NOT NULL,
  payment TEXT NOT NULL,          -- 'on-delivery'
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  postal_code TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX placed_order_by_show ON placed_order (show, number);

-- Titles, prices and tax rates as they were when it was ordered.
CREATE TABLE order_line (
  number INTEGER NOT NULL REFERENCES placed_order (number),
  place INTEGER NOT NULL,
  sku TEXT NOT NULL,
  product TEXT NOT NULL,
  title TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price INTEGER NOT NULL,
  tax_rate INTEGER NOT NULL,
  PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_by_sku ON order_line (sku);
