-- 1: a smaller picture is made beside the encoder's, for weak networks.
ALTER TABLE show ADD COLUMN second_rendition INTEGER NOT NULL DEFAULT 0;
