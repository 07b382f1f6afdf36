-- The shop in the fediverse (ActivityPub): who follows, what was said, what came back.

-- One row. What happened before `since` is not told any more.
CREATE TABLE fediverse (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  is_on INTEGER NOT NULL DEFAULT 1,
  language TEXT NOT NULL DEFAULT 'ja' CHECK (language IN ('ja', 'en')),
  since INTEGER NOT NULL                 -- UTC, ms
) STRICT;
INSERT INTO fediverse (id, since) VALUES (1, CAST(strftime('%s', 'now') AS INTEGER) * 1000);

-- Keys of our actors: 'shop', or the handle of one of the staff. The private one is sealed.
CREATE TABLE fediverse_key (
  actor TEXT PRIMARY KEY,
  public_pem TEXT NOT NULL,
  sealed BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Actors of others, as they were when we asked last.
CREATE TABLE fediverse_remote (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  handle TEXT NOT NULL,                  -- '@name@host'
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  inbox TEXT NOT NULL,
  shared_inbox TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_pem TEXT NOT NULL,
  fetched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fediverse_remote_by_key ON fediverse_remote (key_id);
CREATE INDEX fediverse_remote_by_host ON fediverse_remote (host);
CREATE INDEX fediverse_remote_by_age ON fediverse_remote (fetched_at);

CREATE TABLE fediverse_follower (
  actor TEXT NOT NULL,                   -- ours
  follower TEXT NOT NULL,                -- id of the remote one
  host TEXT NOT NULL,
  receiver TEXT NOT NULL,                -- the (shared) inbox that its deliveries go to
  followed_at INTEGER NOT NULL,
  PRIMARY KEY (actor, follower)
) STRICT, WITHOUT ROWID;
CREATE INDEX fediverse_follower_of ON fediverse_follower (follower);
CREATE INDEX fediverse_follower_by_receiver ON fediverse_follower (receiver);
CREATE INDEX fediverse_follower_by_host ON fediverse_follower (host);

-- What our actors said.
CREATE TABLE fediverse_note (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('announced', 'live', 'archived', 'clip', 'saying')),
  about TEXT NOT NULL,                   -- a show's or a clip's id; the key of a saying
  show TEXT NOT NULL,                    -- '' for none
  text TEXT NOT NULL,
  picture TEXT NOT NULL,                 -- an address, '' for none
  picture_alt TEXT NOT NULL,
  language TEXT NOT NULL,
  answer_to TEXT NOT NULL DEFAULT '',
  mentioned TEXT NOT NULL DEFAULT '',    -- the author of what it answers
  published_at INTEGER NOT NULL,
  updated_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX fediverse_note_once ON fediverse_note (actor, kind, about) WHERE deleted_at IS NULL AND about <> '';
CREATE INDEX fediverse_note_of_actor ON fediverse_note (actor, position) WHERE deleted_at IS NULL;
CREATE INDEX fediverse_note_about ON fediverse_note (about, kind) WHERE deleted_at IS NULL;

-- What came back. `remote` is the activity's id, or the note's for what was said.
CREATE TABLE fediverse_reaction (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  remote TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('like', 'boost', 'reply', 'mention')),
  actor TEXT NOT NULL,                   -- the remote one
  note TEXT NOT NULL,                    -- ours; '' for a mention
  show TEXT NOT NULL,                    -- whose timeline has the event
  seq INTEGER NOT NULL,                  -- of the event
  came_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fediverse_reaction_of_note ON fediverse_reaction (note, kind, actor);
CREATE INDEX fediverse_reaction_of_actor ON fediverse_reaction (actor);

-- Ids of activities that were taken: a replay is ignored. Kept longer than a signature's window.
CREATE TABLE fediverse_seen (
  activity TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fediverse_seen_by_age ON fediverse_seen (seen_at);
CREATE INDEX fediverse_seen_of_actor ON fediverse_seen (actor, seen_at);

CREATE TABLE fediverse_block (
  domain TEXT PRIMARY KEY,
  blocked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
