-- Lines of chat a second that the public of a busy room is given; 0 for all. Of the whole shop: one row.
CREATE TABLE readable_lines (
  per_second INTEGER NOT NULL
) STRICT;
INSERT INTO readable_lines (per_second) VALUES (8);
