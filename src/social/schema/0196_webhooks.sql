-- Webhooks: addresses of partners that are told of events, each behind a cursor of its own in the journal.
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,            -- JSON array: '*', 'order.*', 'show.started'
  secret BLOB NOT NULL,           -- sealed (base/sealing.h, "webhook")
  old_secret BLOB,                -- sealed ("webhook before"): signs along until
  old_secret_until INTEGER,       -- UTC, ms
  paused TEXT NOT NULL DEFAULT '' CHECK (paused IN ('', 'person', 'failing', 'gone')),
  cursor INTEGER NOT NULL,        -- position in the journal: up to here all is delivered, or was not asked for
  run INTEGER NOT NULL DEFAULT 1, -- counts replays and changes of kinds: deliveries of each have ids of their own
  pending_from INTEGER,           -- position of the first event of the delivery under way, which is the same at
  pending_to INTEGER,             -- every try, and of its last
  failures INTEGER NOT NULL DEFAULT 0,  -- tries in a row
  failing_since INTEGER,
  next_at INTEGER NOT NULL DEFAULT 0,   -- no try before
  last_error TEXT NOT NULL DEFAULT '',
  delivered INTEGER NOT NULL DEFAULT 0, -- events that the receiver took
  last_delivered_at INTEGER,
  created_by TEXT NOT NULL,       -- handle of one of the staff, or the id of an API key
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest tries of each, for its owner to look at. No bodies: they are read from the journal each time.
CREATE TABLE webhook_try (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  delivery TEXT NOT NULL,         -- its id, as the receiver sees it
  events INTEGER NOT NULL,        -- in it; 0 for a ping
  at INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  status INTEGER NOT NULL,        -- of the receiver's answer; 0: there was none
  error TEXT NOT NULL             -- '' when it was taken
) STRICT;
CREATE INDEX webhook_try_of ON webhook_try (webhook, position);
