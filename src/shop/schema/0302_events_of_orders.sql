-- Every event that names the buyer of an order is found by the order, also the one that placed it.
INSERT OR IGNORE INTO order_event (number, position)
  SELECT o.number, e.position FROM event e JOIN placed_order o ON o.id = json_extract(e.data, '$.order')
  WHERE e.kind = 'order.placed' AND e.by_role = 'viewer';
