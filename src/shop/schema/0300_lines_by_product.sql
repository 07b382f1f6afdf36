-- A SKU is of one product for good, and what is asked of one is found among the lines of its product.
DROP INDEX order_line_by_sku;

-- No order is ever deleted, so the number after the highest was never given: it need not be kept beside them.
-- The table itself stays as it is.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' AUTOINCREMENT', '') WHERE type = 'table' AND name = 'placed_order';
PRAGMA writable_schema = RESET;
DELETE FROM sqlite_sequence WHERE name = 'placed_order';
