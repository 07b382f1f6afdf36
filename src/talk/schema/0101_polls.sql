CREATE TABLE poll (
  id INTEGER PRIMARY KEY,
  show TEXT NOT NULL,
  question TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
  opened_at INTEGER,              -- ms of the show
  closed_at INTEGER
) STRICT;
CREATE INDEX poll_of_show ON poll (show, id);

-- `votes` is what stands in poll_vote, counted as they come.
CREATE TABLE poll_option (
  poll INTEGER NOT NULL REFERENCES poll (id),
  place INTEGER NOT NULL,         -- from 0
  text TEXT NOT NULL,
  votes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poll, place)
) STRICT, WITHOUT ROWID;

-- One row a person, whatever they press.
CREATE TABLE poll_vote (
  poll INTEGER NOT NULL,
  person TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (poll, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_vote_of_person ON poll_vote (person);
