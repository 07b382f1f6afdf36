-- What an order costs beyond its goods, how it goes on, and the address in its parts.
ALTER TABLE placed_order ADD COLUMN language TEXT NOT NULL DEFAULT 'ja';  -- of the mails to the buyer
ALTER TABLE placed_order ADD COLUMN shipping INTEGER NOT NULL DEFAULT 0;
ALTER TABLE placed_order ADD COLUMN fee INTEGER NOT NULL DEFAULT 0;       -- of the way of payment
ALTER TABLE placed_order ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE placed_order ADD COLUMN restocked INTEGER NOT NULL DEFAULT 0; -- 1: its pieces are back in stock
ALTER TABLE placed_order ADD COLUMN tracking TEXT NOT NULL DEFAULT '';
ALTER TABLE placed_order ADD COLUMN due_at INTEGER;                       -- UTC, ms: to be paid until
ALTER TABLE placed_order ADD COLUMN paid_at INTEGER;
ALTER TABLE placed_order ADD COLUMN shipped_at INTEGER;
ALTER TABLE placed_order ADD COLUMN prefecture TEXT;
ALTER TABLE placed_order ADD COLUMN city TEXT;
ALTER TABLE placed_order ADD COLUMN line TEXT;
ALTER TABLE placed_order ADD COLUMN building TEXT;
CREATE INDEX placed_order_by_state ON placed_order (state, number);
CREATE INDEX placed_order_by_time ON placed_order (placed_at);

-- A line stands at the moment in which it was put into the cart.
ALTER TABLE order_line ADD COLUMN show TEXT;
ALTER TABLE order_line ADD COLUMN at INTEGER;
UPDATE order_line SET show = o.show, at = o.at FROM placed_order o WHERE o.number = order_line.number;
CREATE INDEX order_line_by_show ON order_line (show, number) WHERE show IS NOT NULL;
CREATE INDEX order_line_by_product ON order_line (product, number);

-- What happened to an order after it was placed, oldest first. The reason is what staff or the buyer typed.
CREATE TABLE order_step (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES placed_order (number),
  act TEXT NOT NULL,              -- 'pay', 'ship', 'cancel', 'refund', 'restock'
  at INTEGER NOT NULL,            -- UTC, ms
  by_role TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  amount INTEGER                  -- of a refund
) STRICT;
CREATE INDEX order_step_by_order ON order_step (number, id);

-- The events that tell of an order, in whatever timelines they stand.
CREATE TABLE order_event (
  number INTEGER NOT NULL REFERENCES placed_order (number),
  position INTEGER NOT NULL,
  PRIMARY KEY (number, position)
) STRICT, WITHOUT ROWID;

-- Further secrets of an order's private link: each mail carries one of its own, of which only the hash is kept.
CREATE TABLE order_key (
  number INTEGER NOT NULL REFERENCES placed_order (number),
  key_hash TEXT NOT NULL,
  PRIMARY KEY (number, key_hash)
) STRICT, WITHOUT ROWID;
