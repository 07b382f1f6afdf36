-- A SKU is of one product for good, and what is asked of one is found among the lines of its product.
DROP INDEX order_line_by_sku;
