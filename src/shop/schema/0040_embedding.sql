-- The shop inside other shops' pages: one row.
CREATE TABLE embedding (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  origins TEXT NOT NULL,          -- JSON array of the sites that may embed us
  cart TEXT NOT NULL,             -- where the cart lives: 'here', 'host', 'url'
  host TEXT NOT NULL,             -- {shop} of the template
  template TEXT NOT NULL,
  takes_stock INTEGER NOT NULL,   -- 1: orders told by another shop take our stock
  moment_key TEXT                 -- hex; seals moment tokens, made at first start
) STRICT;
INSERT INTO embedding (id, origins, cart, host, template, takes_stock) VALUES (1, '[]', 'here', '', '', 0);

-- What another shop's cart calls a SKU of ours.
CREATE TABLE external_sku (
  sku TEXT PRIMARY KEY,
  external_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX external_sku_by_id ON external_sku (external_id, sku);

-- Orders that another shop took for a moment of ours. They hold no name and no address: those are the other shop's.
CREATE TABLE external_order (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  api_key TEXT NOT NULL,          -- id of the key it was told with
  external_id TEXT NOT NULL,
  state TEXT NOT NULL,            -- 'placed', 'paid', 'shipped', 'cancelled', 'refunded'
  placed_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  viewer TEXT,                    -- whose cart it was, where the moment knew
  show TEXT NOT NULL,
  at INTEGER NOT NULL,            -- milliseconds of that show
  currency TEXT NOT NULL,
  total INTEGER NOT NULL,
  UNIQUE (api_key, external_id)
) STRICT;
CREATE INDEX external_order_by_show ON external_order (show, number);

CREATE TABLE external_order_line (
  number INTEGER NOT NULL REFERENCES external_order (number),
  place INTEGER NOT NULL,
  sku TEXT NOT NULL,
  product TEXT NOT NULL,
  title TEXT NOT NULL,            -- as it was when it was ordered
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  taken INTEGER NOT NULL,         -- pieces taken from our stock
  PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
