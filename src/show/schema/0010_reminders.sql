-- Members who want a mail before a show begins; the mail itself waits in the outbox.
CREATE TABLE reminder (
  member TEXT NOT NULL,
  show TEXT NOT NULL REFERENCES show (id),
  wanted_at INTEGER NOT NULL,     -- UTC, ms
  PRIMARY KEY (member, show)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_by_show ON reminder (show);
CREATE INDEX show_cast_by_handle ON show_cast (handle, show);
