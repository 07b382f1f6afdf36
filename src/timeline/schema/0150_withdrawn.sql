-- Stretches of archives that are no longer public. By whom and why stands with the show (show/0150_withdrawals).
CREATE TABLE withdrawn (
  show TEXT NOT NULL,
  from_ms INTEGER NOT NULL,       -- of the show
  until_ms INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (show, from_ms, id)
) STRICT, WITHOUT ROWID;
