-- One's own orders: by the viewer, and by the mail address.
CREATE INDEX placed_order_by_viewer ON placed_order (viewer, number) WHERE viewer IS NOT NULL;
CREATE INDEX placed_order_by_email ON placed_order (lower(email), number);
