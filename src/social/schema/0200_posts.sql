-- Posts: what the shop's accounts on social networks say, when, and what came of it.
CREATE TABLE post (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ja', 'en')),
  picture TEXT NOT NULL,          -- hash of media's; '' for none
  picture_alt TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('', 'show', 'product', 'staff', 'clip')),  -- what its link leads to; '' for none
  target TEXT NOT NULL,
  at INTEGER NOT NULL,            -- milliseconds of that show; -1: from where it stands
  show TEXT NOT NULL,             -- that it concerns; '' for none
  product TEXT NOT NULL,          -- likewise
  due_at INTEGER,                 -- UTC, ms; null until its moment of the show comes, or for good
  when_show TEXT NOT NULL,        -- '' for a post of no show's moment
  when_moment TEXT NOT NULL CHECK (when_moment IN ('', 'announced', 'live', 'archived')),
  written_by TEXT NOT NULL,       -- handle
  changed_by TEXT NOT NULL,       -- handle of who wrote it last
  approved_by TEXT NOT NULL DEFAULT '',
  approved_at INTEGER,            -- null: a draft
  removed_at INTEGER,
  made_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX post_by_due ON post (due_at);
CREATE INDEX post_of_moment ON post (when_show) WHERE when_show <> '' AND due_at IS NULL;

-- A post on one account.
CREATE TABLE post_channel (
  post TEXT NOT NULL REFERENCES post (id),
  account TEXT NOT NULL,
  place INTEGER NOT NULL,
  network TEXT NOT NULL,
  name TEXT NOT NULL,             -- of the account when the post was written
  staff TEXT NOT NULL,            -- whose account; '' for the shop's
  state TEXT NOT NULL CHECK (state IN ('waiting', 'publishing', 'published', 'failed', 'removing', 'removed')),
  link INTEGER REFERENCES share_link (position),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL DEFAULT 0,  -- not tried before
  problem_type TEXT NOT NULL DEFAULT '',
  problem TEXT NOT NULL DEFAULT '',    -- in the network's words
  uncertain INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1)),  -- it may stand there twice
  remote TEXT NOT NULL DEFAULT '',     -- the network's id
  url TEXT NOT NULL DEFAULT '',
  published_at INTEGER,
  impressions INTEGER,            -- null: the network does not tell
  likes INTEGER,
  shares INTEGER,
  replies INTEGER,
  counted_at INTEGER,
  count_at INTEGER,               -- when the network is asked again; null: not any more
  PRIMARY KEY (post, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_channel_by_state ON post_channel (state, next_at) WHERE state IN ('waiting', 'publishing', 'removing');
CREATE INDEX post_channel_to_count ON post_channel (count_at) WHERE count_at IS NOT NULL;
CREATE INDEX post_channel_published ON post_channel (published_at) WHERE published_at IS NOT NULL;

-- How this shop posts: one row.
CREATE TABLE post_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  second_person INTEGER NOT NULL CHECK (second_person IN (0, 1))  -- whoever wrote a post does not approve it
) STRICT;
INSERT INTO post_setting (id, second_person) VALUES (1, 0);

-- A post has a link of its own on each account, whatever else its author shared.
ALTER TABLE share_link ADD COLUMN post TEXT NOT NULL DEFAULT '';
ALTER TABLE share_link ADD COLUMN channel TEXT NOT NULL DEFAULT '';
DROP INDEX share_link_of_sharer;
CREATE UNIQUE INDEX share_link_of_sharer ON share_link (viewer, staff, kind, target, at, post, channel);

-- What the staff open of their own posts is told apart.
CREATE TABLE share_click_now (
  link INTEGER NOT NULL REFERENCES share_link (position),
  what TEXT NOT NULL CHECK (what IN ('person', 'preview', 'bot', 'own')),
  count INTEGER NOT NULL,
  PRIMARY KEY (link, what)
) STRICT, WITHOUT ROWID;
INSERT INTO share_click_now SELECT link, what, count FROM share_click;
DROP TABLE share_click;
ALTER TABLE share_click_now RENAME TO share_click;
