-- The events of orders are found by the orders of a viewer (the shop's order_event): the index of what viewers
-- did leaves them out (timeline/by_viewer.h), as each would change a page of its own.
DROP INDEX event_by_viewer;
CREATE INDEX event_by_viewer ON event (by_id)
  WHERE by_role = 'viewer' AND audience < 3 AND kind <> 'order.placed';

-- No event is ever deleted, so the position after the highest was never given: it need not be kept beside them.
-- The table itself stays as it is.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' AUTOINCREMENT', '') WHERE type = 'table' AND name = 'event';
PRAGMA writable_schema = RESET;
DELETE FROM sqlite_sequence WHERE name = 'event';
