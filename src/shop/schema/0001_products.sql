-- The shop itself: one row.
CREATE TABLE shop (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  name_latin TEXT NOT NULL,
  currency TEXT NOT NULL
) STRICT;
INSERT INTO shop (id, name, name_latin, currency) VALUES (1, '', '', 'JPY');

CREATE TABLE product (
  position INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which they were added
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  subtitle TEXT NOT NULL,
  description TEXT NOT NULL,
  price INTEGER NOT NULL,         -- minor units of the shop's currency, tax included
  tax_rate INTEGER NOT NULL,      -- percent
  picture TEXT NOT NULL DEFAULT '',
  changed_at INTEGER NOT NULL
) STRICT;

-- What is ordered. A product without variants has one row with its own id. A variant that was taken from its
-- product keeps its row, its stock and its history, and cannot be ordered.
CREATE TABLE sku (
  sku TEXT PRIMARY KEY,
  product TEXT NOT NULL REFERENCES product (id),
  place INTEGER NOT NULL,         -- among the product's variants
  options TEXT NOT NULL,          -- JSON object of texts; {} for a product without variants
  price INTEGER,                  -- null: the product's
  listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)),  -- 0: no longer a variant of its product
  left INTEGER NOT NULL DEFAULT 0 CHECK (left >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX sku_by_product ON sku (product, place);

-- Every change of stock that staff made; what orders took stands in order_line.
CREATE TABLE stock_change (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL REFERENCES sku (sku),
  delta INTEGER NOT NULL,
  left INTEGER NOT NULL,          -- after it
  reason TEXT NOT NULL,
  by_id TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_change_by_sku ON stock_change (sku, id);
