-- When a product opens, and who may buy it before.
ALTER TABLE product ADD COLUMN on_sale_from INTEGER;  -- UTC, ms; null: as soon as it is there
CREATE INDEX product_to_open ON product (on_sale_from) WHERE on_sale_from IS NOT NULL;

-- Granted by campaigns; it stays, whatever is counted later.
CREATE TABLE early_access (
  product TEXT NOT NULL,
  person TEXT NOT NULL,           -- a member, or a viewer who is none; '' for everybody
  show TEXT NOT NULL,             -- bought from this show alone; '' from anywhere
  granted_at INTEGER NOT NULL,    -- UTC, ms
  PRIMARY KEY (product, person, show)
) STRICT, WITHOUT ROWID;
