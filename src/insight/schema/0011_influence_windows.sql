-- Sales keep how long before them the product had been seen, so that influence can be asked for over other windows.
-- The migration before this one has the journal read again.
DROP VIEW sales;
DROP TABLE sale;
CREATE TABLE sale (
  show INTEGER NOT NULL,
  purchase INTEGER NOT NULL,
  product INTEGER NOT NULL,
  influenced INTEGER NOT NULL,
  half INTEGER NOT NULL,
  at INTEGER NOT NULL,            -- ms of the show
  amount INTEGER NOT NULL,
  lag_ms INTEGER NOT NULL,        -- of what is influenced: since the product was seen in this show
  PRIMARY KEY (show, purchase, product, influenced)
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_by_purchase ON sale (purchase);

CREATE VIEW sales AS
SELECT
  s.name AS show,
  a.purchase AS "order",
  p.name AS product,
  CASE a.influenced WHEN 0 THEN 'ordered' ELSE 'influenced' END AS how,
  CASE a.half WHEN 0 THEN 'live' ELSE 'archive' END AS half,
  a.at AS at_ms,
  strftime('%Y-%m-%dT%H:%M:%SZ', o.placed_at / 1000, 'unixepoch') AS placed_at,
  a.amount AS amount,
  CASE WHEN o.paid = 0 OR o.cancelled <> 0 OR o.total <= 0 THEN 0
       ELSE a.amount * max(0, o.total - o.refunded) / o.total END AS net,
  o.paid AS paid, o.cancelled AS cancelled, o.refunded AS order_refunded, o.total AS order_total
FROM sale a JOIN show s ON s.id = a.show JOIN purchase o ON o.id = a.purchase JOIN product p ON p.id = a.product
WHERE a.influenced = 0 OR a.lag_ms <= 30 * 86400000;  -- our window, in days
