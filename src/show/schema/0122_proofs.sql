-- Proofs of concept: a few shows that are to show whether something works.
CREATE TABLE proof (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  hypothesis TEXT NOT NULL,
  ends_at INTEGER NOT NULL,       -- UTC, ms: what comes later does not count
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,          -- handle
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE proof_show (
  proof TEXT NOT NULL REFERENCES proof (id) ON DELETE CASCADE,
  show TEXT NOT NULL REFERENCES show (id),
  place INTEGER NOT NULL,
  PRIMARY KEY (proof, show)
) STRICT, WITHOUT ROWID;

CREATE TABLE proof_target (
  proof TEXT NOT NULL REFERENCES proof (id) ON DELETE CASCADE,
  figure TEXT NOT NULL,           -- show/proof_figures.h
  target INTEGER NOT NULL CHECK (target > 0),
  PRIMARY KEY (proof, figure)
) STRICT, WITHOUT ROWID;
