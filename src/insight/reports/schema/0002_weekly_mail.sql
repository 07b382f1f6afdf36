-- Who of the staff wanted the week's figures by mail, and for which week they were written to last.
CREATE TABLE weekly_mail (
  handle TEXT PRIMARY KEY,
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  language TEXT NOT NULL CHECK (language IN ('ja', 'en')),
  secret TEXT NOT NULL UNIQUE,    -- of the link that stops it
  written_for INTEGER NOT NULL    -- the Monday, UTC ms; 0: none yet
) STRICT, WITHOUT ROWID;
