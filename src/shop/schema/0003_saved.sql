-- Products that viewers keep to decide later (あとで考える), with the moment they saw them.
CREATE TABLE saved (
  viewer TEXT NOT NULL,
  product TEXT NOT NULL REFERENCES product (id),
  show TEXT NOT NULL,
  at INTEGER NOT NULL,            -- milliseconds of that show
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (viewer, product)
) STRICT, WITHOUT ROWID;
