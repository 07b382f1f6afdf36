-- Accounts on networks that members said are theirs, and proved it by saying a code to us from there.
CREATE TABLE linked_account (
  id TEXT PRIMARY KEY,
  member TEXT NOT NULL,
  network TEXT NOT NULL,
  author TEXT NOT NULL,           -- as the inbox names who said something
  linked_at INTEGER NOT NULL,     -- UTC, ms: when they agreed that what they say to us from there is used for them
  UNIQUE (network, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX linked_account_of_member ON linked_account (member, linked_at);

-- One a member: the code that waits to be said.
CREATE TABLE linking_code (
  code TEXT PRIMARY KEY,
  member TEXT NOT NULL UNIQUE,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the inbox was read for codes, and for what linked people say of products.
CREATE TABLE linking_read (position INTEGER NOT NULL) STRICT;
INSERT INTO linking_read (position) SELECT coalesce(max(position), 0) FROM inbox_item;
