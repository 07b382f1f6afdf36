-- Which pieces a step of an order was about: what went back to stock, or what money was given back for.
CREATE TABLE order_step_line (
  step INTEGER NOT NULL REFERENCES order_step (id),
  sku TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (step, sku)
) STRICT, WITHOUT ROWID;
