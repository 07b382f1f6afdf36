-- Mail to the followers of a show's cast a day and an hour before it: how far each has come.
CREATE TABLE announcement (
  show TEXT NOT NULL REFERENCES show (id),
  which TEXT NOT NULL CHECK (which IN ('day', 'hour')),
  begun_at INTEGER NOT NULL,            -- UTC, ms
  handle TEXT NOT NULL DEFAULT '',      -- the follow that was read last
  viewer TEXT NOT NULL DEFAULT '',
  read_all INTEGER NOT NULL DEFAULT 0,  -- 1: every follow was read
  written INTEGER NOT NULL DEFAULT 0,   -- mails that were written and not taken back
  sent INTEGER,                         -- mails that went out; null while it is going out
  sent_at INTEGER,
  forgotten INTEGER NOT NULL DEFAULT 0,  -- 1: whom it went to is not kept any more
  PRIMARY KEY (show, which)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_going_out ON announcement (show) WHERE sent_at IS NULL;
CREATE INDEX announcement_to_forget ON announcement (show) WHERE sent_at IS NOT NULL AND forgotten = 0;

-- Whom it was written to, until it has gone out: nobody gets it twice.
CREATE TABLE announced (
  show TEXT NOT NULL,
  which TEXT NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (show, which, member)
) STRICT, WITHOUT ROWID;

-- Shows that are not announced by mail.
CREATE TABLE unannounced (
  show TEXT PRIMARY KEY REFERENCES show (id)
) STRICT, WITHOUT ROWID;

-- Who came by the link of such a mail, or of a reminder.
CREATE TABLE mail_arrival (
  show TEXT NOT NULL,
  via TEXT NOT NULL CHECK (via IN ('day', 'hour', 'reminder')),
  viewer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (show, via, viewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_arrival_by_viewer ON mail_arrival (viewer);
