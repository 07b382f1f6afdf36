-- What the Idempotency-Key of an order answers again (shop/orders/order_answers.h).
CREATE TABLE order_answer (
  number INTEGER PRIMARY KEY REFERENCES placed_order (number),
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  secret TEXT NOT NULL
) STRICT;
