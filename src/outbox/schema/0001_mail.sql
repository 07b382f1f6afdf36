-- Mail that must be sent. A mail that was taken by the mail server is removed, so that no address stays longer
-- than it is needed; what was given up stays until somebody tries again or its person is erased.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which it was written
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- 'sign-in', 'order.placed', …
  person TEXT NOT NULL,                  -- viewer or member, '' for none: erasure finds it by this
  about TEXT NOT NULL,                   -- what it is about, such as a show; '' for nothing: withdrawn by this
  unsubscribe_url TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'failed')),
  written_at INTEGER NOT NULL,           -- UTC, ms
  due_at INTEGER NOT NULL,               -- not sent before; the days of trying begin here
  next_at INTEGER NOT NULL,              -- the next try, due_at at first
  tries INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT ''        -- of the last try that failed
) STRICT;
CREATE INDEX mail_by_next ON mail (next_at) WHERE state = 'waiting';
CREATE INDEX mail_by_recipient ON mail (recipient, id);
CREATE INDEX mail_by_person ON mail (person);
CREATE INDEX mail_by_about ON mail (about) WHERE about <> '';

-- Who the mail comes from, and what became of it: one row.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  from_address TEXT NOT NULL,            -- '' until the owner sets one
  from_name TEXT NOT NULL,               -- '' for the shop's name
  instance TEXT NOT NULL,                -- makes Message-IDs differ from those of other shops
  sent INTEGER NOT NULL DEFAULT 0,
  last_sent_at INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  last_error_at INTEGER
) STRICT;
INSERT INTO outbox (id, from_address, from_name, instance) VALUES (1, '', '', lower(hex(randomblob(10))));
