-- Those who signed in by mail. After an erasure the row stays without anything of theirs, so that counts of people
-- stay as they were.
CREATE TABLE member (
  id TEXT PRIMARY KEY,
  email TEXT UNIQUE,              -- in lower case; null once erased
  name TEXT NOT NULL,             -- on all their devices
  language TEXT NOT NULL,         -- 'ja' or 'en': of the mail they get
  unsubscribe TEXT UNIQUE,        -- the secret in links that stop mail; null once erased
  news INTEGER NOT NULL DEFAULT 0 CHECK (news IN (0, 1)),
  reminders INTEGER NOT NULL DEFAULT 1 CHECK (reminders IN (0, 1)),
  back_in_stock INTEGER NOT NULL DEFAULT 1 CHECK (back_in_stock IN (0, 1)),
  joined_at INTEGER NOT NULL,     -- UTC, ms
  erased_at INTEGER
) STRICT, WITHOUT ROWID;

-- Which viewers are one person: the devices of a member, and what they did before they signed in.
CREATE TABLE member_viewer (
  viewer TEXT PRIMARY KEY,
  member TEXT NOT NULL REFERENCES member (id),
  joined_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_viewer_by_member ON member_viewer (member, viewer);

-- A link and a code that were mailed. Kept a day after they ended, so that a second use is told from a wrong one.
CREATE TABLE sign_in (
  token_hash BLOB PRIMARY KEY,
  code_hash BLOB NOT NULL,        -- of the code together with the mail address
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,  -- of the code, wrong ones
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_by_email ON sign_in (email, created_at);
CREATE INDEX sign_in_by_age ON sign_in (expires_at);

-- What somebody agreed to, or took back, and to which version of the words.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  member TEXT NOT NULL REFERENCES member (id),
  what TEXT NOT NULL,             -- 'terms', 'news'
  version TEXT NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_by_member ON consent (member, id);

-- Who follows whom of the staff. By viewer, as everything a person does; counted by person.
CREATE TABLE follow (
  handle TEXT NOT NULL,
  viewer TEXT NOT NULL,
  followed_at INTEGER NOT NULL,
  PRIMARY KEY (handle, viewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_by_viewer ON follow (viewer);

-- Erasures, without a word on whom: the next compaction of the database makes them final on the disk.
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by_role TEXT NOT NULL,          -- 'viewer' for one's own, else the role of the staff
  compacted_at INTEGER
) STRICT;
