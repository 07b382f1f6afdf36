-- A review that was closed may be opened again; when it was closed first stays.
ALTER TABLE review ADD COLUMN reopened_at INTEGER;      -- UTC, ms; null while it is closed
ALTER TABLE review ADD COLUMN closed_again_at INTEGER;  -- the last time, where that was not the first
