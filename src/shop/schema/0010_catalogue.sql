-- What a shop tells of a product beside its price.
ALTER TABLE product ADD COLUMN version INTEGER NOT NULL DEFAULT 1;  -- counts what staff and imports wrote
ALTER TABLE product ADD COLUMN limit_per_person INTEGER;            -- pieces; null: none
ALTER TABLE product ADD COLUMN brand TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN picture_sources TEXT NOT NULL DEFAULT '[]';  -- JSON array of URLs that a feed named

ALTER TABLE sku ADD COLUMN picture TEXT NOT NULL DEFAULT '';  -- one of the product's, or empty
ALTER TABLE sku ADD COLUMN gtin TEXT NOT NULL DEFAULT '';

-- A product's pictures in order; product.picture is always the first.
CREATE TABLE product_picture (
  product TEXT NOT NULL REFERENCES product (id),
  place INTEGER NOT NULL,
  picture TEXT NOT NULL,          -- hash
  PRIMARY KEY (product, place)
) STRICT, WITHOUT ROWID;
INSERT INTO product_picture (product, place, picture) SELECT id, 0, picture FROM product WHERE picture <> '';

-- What a search finds a product by: every two neighbouring characters of its normalised words (shop/products/search.h), at the
-- product's position. Every byte above ASCII belongs to a token, so no word is cut by another Unicode version.
CREATE VIRTUAL TABLE product_search USING fts5 (grams, tokenize = 'ascii');

-- Products of before there was a search, until they are indexed.
CREATE TABLE product_to_index (product TEXT PRIMARY KEY REFERENCES product (id)) STRICT, WITHOUT ROWID;
INSERT INTO product_to_index (product) SELECT id FROM product;

-- What one person bought already, for limits per person.
CREATE INDEX placed_order_of_person ON placed_order (viewer, number) WHERE viewer IS NOT NULL;
