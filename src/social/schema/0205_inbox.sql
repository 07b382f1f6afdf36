-- What people say to us elsewhere, until somebody answered it. Questions of shows stand in talk's tables and are read
-- beside these.
CREATE TABLE inbox_item (
  position INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of coming in
  id TEXT NOT NULL UNIQUE,
  network TEXT NOT NULL,
  account TEXT NOT NULL,          -- the channel account it was said to
  remote TEXT NOT NULL,           -- the network's id: nothing comes in twice
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'mention')),
  author TEXT NOT NULL,           -- '' once its words are gone
  author_url TEXT NOT NULL,
  text TEXT NOT NULL,
  url TEXT NOT NULL,
  answer_to TEXT NOT NULL,        -- the network's id of ours that it answers; '' for none
  said_at INTEGER NOT NULL,       -- UTC, ms, as the network tells
  came_at INTEGER NOT NULL,       -- when we heard of it
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'aside')),
  more INTEGER NOT NULL DEFAULT 0,            -- further ones of this author in that hour, of which this line stands
  gone TEXT NOT NULL DEFAULT '' CHECK (gone IN ('', 'withdrawn', 'old')),  -- why its words are
  claimed_by TEXT NOT NULL DEFAULT '',        -- handle
  claimed_until INTEGER NOT NULL DEFAULT 0,   -- UTC, ms
  answered_by TEXT NOT NULL DEFAULT '',       -- handle, of the first answer
  answered_at INTEGER,                        -- when the first answer was out
  aside_by TEXT NOT NULL DEFAULT '',          -- handle; '' when the server did it
  aside_reason TEXT NOT NULL DEFAULT '',
  closed_at INTEGER,                          -- answered or put aside
  UNIQUE (network, remote)
) STRICT;
CREATE INDEX inbox_item_open ON inbox_item (came_at) WHERE state = 'open';
CREATE INDEX inbox_item_by_time ON inbox_item (came_at);
CREATE INDEX inbox_item_of_author ON inbox_item (network, author, came_at) WHERE author <> '';
CREATE INDEX inbox_item_to_forget ON inbox_item (came_at) WHERE gone = '';

-- What we answer, sent by a thread of its own and tried again.
CREATE TABLE inbox_answer (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,        -- the network gets it as the key of the saying
  item TEXT NOT NULL REFERENCES inbox_item (id),
  by TEXT NOT NULL,               -- handle
  text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,       -- UTC, ms: not before
  why TEXT NOT NULL DEFAULT '',   -- the last failure, as the network tells it
  remote TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  sent_at INTEGER
) STRICT;
CREATE INDEX inbox_answer_of_item ON inbox_answer (item, position);
CREATE INDEX inbox_answer_due ON inbox_answer (next_at) WHERE state = 'waiting';

-- How far each account's network was asked.
CREATE TABLE inbox_hearing (
  account TEXT PRIMARY KEY,
  since TEXT NOT NULL,            -- as the network gave it
  asked_at INTEGER NOT NULL,      -- UTC, ms
  next_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,  -- in a row
  why TEXT NOT NULL DEFAULT ''    -- of the last one
) STRICT, WITHOUT ROWID;

-- What listening has still to hear of: how far it read the inbox, and what was withdrawn since.
CREATE TABLE inbox_listened (position INTEGER NOT NULL) STRICT;  -- one row
INSERT INTO inbox_listened (position) VALUES (0);
CREATE TABLE inbox_withdrawn (
  network TEXT NOT NULL,
  remote TEXT NOT NULL,
  PRIMARY KEY (network, remote)
) STRICT, WITHOUT ROWID;

-- The first answer to a question, for the time it took.
CREATE INDEX event_of_answer ON event (show, seq) WHERE kind = 'question.answered';
