-- Told to the buyer by mail: an order that is not paid by then is cancelled. Null until the reminder.
ALTER TABLE placed_order ADD COLUMN cancels_at INTEGER;
CREATE INDEX placed_order_unpaid ON placed_order (due_at) WHERE state = 'placed' AND due_at IS NOT NULL;
