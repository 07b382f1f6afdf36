-- The same with the columns of its key first: integrity_check of SQLite 3.40 calls what stands between them NULL.
CREATE TABLE withdrawn_now (
  show TEXT NOT NULL,
  from_ms INTEGER NOT NULL,       -- of the show
  id TEXT NOT NULL,
  until_ms INTEGER NOT NULL,
  PRIMARY KEY (show, from_ms, id)
) STRICT, WITHOUT ROWID;
INSERT INTO withdrawn_now (show, from_ms, id, until_ms) SELECT show, from_ms, id, until_ms FROM withdrawn;
DROP TABLE withdrawn;
ALTER TABLE withdrawn_now RENAME TO withdrawn;
