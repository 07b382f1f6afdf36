-- What a product and its variants cost since when, so that an archive can tell the price that was spoken.
CREATE TABLE price_change (
  product TEXT NOT NULL,
  sku TEXT NOT NULL,              -- '' for the product's own price
  since INTEGER NOT NULL,         -- UTC, ms
  price INTEGER,                  -- null: a variant that costs what its product does
  PRIMARY KEY (product, sku, since)
) STRICT, WITHOUT ROWID;
-- Earlier prices are not known; these are the best that is.
INSERT INTO price_change (product, sku, since, price) SELECT id, '', 0, price FROM product;
INSERT INTO price_change (product, sku, since, price) SELECT product, sku, 0, price FROM sku WHERE price IS NOT NULL;
