-- Orders of a show are found by their lines, which may stand in several.
DROP INDEX placed_order_by_show;
