-- Accounts of the shop and its staff on social networks.
CREATE TABLE channel_account (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  network TEXT NOT NULL,
  remote TEXT NOT NULL,           -- the network's id of the account
  name TEXT NOT NULL,             -- as people see it there
  staff TEXT NOT NULL,            -- handle; '' for the shop's own
  settings TEXT NOT NULL,         -- JSON, no secrets
  secrets BLOB NOT NULL,          -- JSON, sealed
  state TEXT NOT NULL CHECK (state IN ('ready', 'away', 'sign-in')),
  error TEXT NOT NULL DEFAULT '', -- the last one, '' when the last call went well
  error_at INTEGER,               -- UTC, ms
  asked_at INTEGER NOT NULL,      -- when the state was last noted
  added_by TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX channel_account_of_network ON channel_account (network, remote);

-- Notices of networks that were taken in, so that one that comes again changes nothing.
CREATE TABLE channel_notice (
  account TEXT NOT NULL,
  notice TEXT NOT NULL,           -- the network's id of it
  at INTEGER NOT NULL,            -- UTC, ms
  PRIMARY KEY (account, notice)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_notice_by_time ON channel_notice (at);
