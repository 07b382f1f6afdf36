ALTER TABLE staff ADD COLUMN words TEXT NOT NULL DEFAULT '';      -- what they tell of themselves on their page
ALTER TABLE staff ADD COLUMN ranked INTEGER NOT NULL DEFAULT 1;  -- 0: they left the ranking of shows
