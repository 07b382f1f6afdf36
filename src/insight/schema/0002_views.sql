-- The figures under plain names, for tools that read this file (docs/insight.md). Nobody's id stands in them. A column
-- may be added; one that is here keeps its name and meaning.

CREATE VIEW show_figures AS
SELECT
  s.name AS show,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.live_at / 1000, 'unixepoch') AS live_at,
  s.length_ms AS length_ms,
  CASE t.half WHEN 0 THEN 'live' WHEN 1 THEN 'archive' ELSE 'together' END AS half,
  t.viewers, t.views, t.watched_ms, t.returned AS returning_viewers, t.engaged, t.chatters, t.chats, t.hearts,
  t.askers, t.questions, t.votes, t.savers, t.saves, t.sharers, t.shares, t.follows,
  t.sympathized, t.identified, t.participated, t.spread,
  t.seen AS product_cards_seen, t.opened AS products_opened, t.carts, t.buyers, t.buying_viewers, t.orders, t.pieces,
  t.placed AS gmv
FROM total t JOIN show s ON s.id = t.show;

CREATE VIEW product_figures AS
SELECT
  s.name AS show,
  p.name AS product,
  sum(i.seen) AS seen,
  sum(i.seen_at > 0) AS people,
  sum(i.opened) AS opened,
  sum(i.opened_at > 0) AS openers,
  sum(i.saved_at > 0) AS savers,
  sum(i.ordered_at > 0) AS buyers,
  (SELECT count(*) FROM sale a WHERE a.show = i.show AND a.product = i.product AND a.influenced = 0) AS orders,
  (SELECT coalesce(sum(a.amount), 0) FROM sale a WHERE a.show = i.show AND a.product = i.product AND a.influenced = 0) AS gmv
FROM interest i JOIN show s ON s.id = i.show JOIN product p ON p.id = i.product
GROUP BY i.show, i.product;

CREATE VIEW minute_curve AS
SELECT
  s.name AS show,
  CASE l.half WHEN 0 THEN 'live' ELSE 'archive' END AS half,
  l.slice / 6 AS minute,
  round(sum(l.watched_ms) / 60000.0, 2) AS watching,
  sum(l.entered) AS entered, sum(l.went) AS "left",
  sum(l.hearts) AS hearts, sum(l.chats) AS chats, sum(l.questions) AS questions,
  sum(l.opened) AS products_opened, sum(l.saves) AS saves, sum(l.orders) AS orders, sum(l.placed) AS gmv
FROM slice l JOIN show s ON s.id = l.show
GROUP BY l.show, l.half, l.slice / 6;

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
FROM sale a JOIN show s ON s.id = a.show JOIN purchase o ON o.id = a.purchase JOIN product p ON p.id = a.product;
