-- What people turned to, for recommendations (social/recommending). Scores are thousandths, as they were at `at`, and
-- halve with time.
CREATE TABLE taste (
  person TEXT NOT NULL,           -- a member, or a viewer who is none
  product TEXT NOT NULL,
  weight INTEGER NOT NULL,        -- of the strongest thing they did with it
  touched_at INTEGER NOT NULL,    -- UTC, ms
  PRIMARY KEY (person, product)
) STRICT, WITHOUT ROWID;
CREATE INDEX taste_by_time ON taste (person, touched_at);

-- How often the same people turned to both.
CREATE TABLE together (
  product TEXT NOT NULL,
  other TEXT NOT NULL,
  score INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (product, other)
) STRICT, WITHOUT ROWID;

-- How much all people turned to a product. `rank` orders products by their score at any one time (taste.h, rank_of).
CREATE TABLE liked (
  product TEXT PRIMARY KEY,
  score INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rank INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX liked_by_rank ON liked (rank);

-- People who do not want what they do to be used.
CREATE TABLE taste_refused (person TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE taste_read (position INTEGER NOT NULL) STRICT;
INSERT INTO taste_read (position) VALUES (0);
