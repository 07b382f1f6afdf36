ALTER TABLE placed_order ADD COLUMN share TEXT NOT NULL DEFAULT '';  -- code of the share link that the buyer came by
CREATE INDEX placed_order_by_share ON placed_order (share) WHERE share <> '';
