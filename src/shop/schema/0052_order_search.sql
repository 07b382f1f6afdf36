-- What a search finds an order by: every two neighbouring characters (shop/products/search.h) of name, mail, titles and SKUs, and
-- of the phone number. An order of ours stands under its number, one of another shop under its number below zero.
CREATE VIRTUAL TABLE order_search USING fts5 (words, phone, tokenize = 'ascii');

-- Orders that are new or changed since they were indexed, by the same numbers: a search looks at these one by one.
CREATE TABLE order_to_index (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO order_to_index (number) SELECT number FROM placed_order;
INSERT INTO order_to_index (number) SELECT -number FROM external_order;

CREATE INDEX external_order_by_viewer ON external_order (viewer) WHERE viewer IS NOT NULL;
CREATE INDEX external_order_line_by_product ON external_order_line (product, number);
