-- Watchers keep when they came, so that nobody's visits are read for it. The journal is read again.
DROP TABLE watcher;
-- One row per viewer and show.
CREATE TABLE watcher (
  show INTEGER NOT NULL,
  viewer INTEGER NOT NULL,
  live INTEGER NOT NULL,          -- what they did in this half, bits of visits/watcher.h
  archive INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  visits_live INTEGER NOT NULL,
  visits_archive INTEGER NOT NULL,
  played_ms INTEGER NOT NULL,
  sympathized_at INTEGER NOT NULL,  -- the first moment of each stage, UTC ms; 0: not reached
  identified_at INTEGER NOT NULL,
  participated_at INTEGER NOT NULL,
  spread_at INTEGER NOT NULL,
  came_at INTEGER NOT NULL,         -- UTC, ms
  began_at INTEGER NOT NULL,        -- of the first visit in which they played something; 0: in none
  PRIMARY KEY (show, viewer)
) STRICT, WITHOUT ROWID;
DELETE FROM show;
DELETE FROM viewer;
DELETE FROM product;
DELETE FROM visit;
DELETE FROM total;
DELETE FROM grown;
DELETE FROM slice;
DELETE FROM interest;
DELETE FROM purchase;
DELETE FROM sale;
DELETE FROM follow;
UPDATE read_to SET position = 0;
