-- Sales are read by their shows; those of one order stand in the shows that the order names.
DROP INDEX sale_by_purchase;
