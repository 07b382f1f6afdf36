-- The same as placed_order_by_viewer.
DROP INDEX placed_order_of_person;
