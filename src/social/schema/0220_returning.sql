-- What happened to products that people saved (social/returning): read from the journal behind it, and from the calendar.
CREATE TABLE return_news (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  product TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('back', 'low', 'ending', 'shown', 'moment', 'story')),
  subject TEXT NOT NULL,          -- the show, clip or offer; of 'back' and 'low' the event's position
  show TEXT NOT NULL,             -- that it leads into; '' for the product's page
  at INTEGER NOT NULL,            -- milliseconds of that show
  title TEXT NOT NULL,            -- of a maker's story; '' otherwise
  happened_at INTEGER NOT NULL,   -- UTC, ms
  spread TEXT,                    -- the last viewer who was looked at for a mail; null: all were
  UNIQUE (product, reason, subject)
) STRICT;
CREATE INDEX return_news_by_product ON return_news (product, happened_at);
CREATE INDEX return_news_to_spread ON return_news (position) WHERE spread IS NOT NULL;
CREATE INDEX return_news_by_age ON return_news (happened_at);

-- Whom that was told, and what became of it. Once a person is erased the row is nobody's.
CREATE TABLE return_told (
  position INTEGER PRIMARY KEY,
  news INTEGER NOT NULL,
  viewer TEXT NOT NULL,           -- who had saved it; '' once erased
  product TEXT NOT NULL,
  reason TEXT NOT NULL,
  show TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('mail', 'page')),
  told_at INTEGER NOT NULL,
  returned_at INTEGER,
  ordered_at INTEGER
) STRICT;
CREATE UNIQUE INDEX return_told_of_viewer ON return_told (viewer, news) WHERE viewer <> '';
CREATE INDEX return_told_by_time ON return_told (told_at);

-- Members who may be mailed, and from when on; when they last were.
CREATE TABLE return_due (member TEXT PRIMARY KEY REFERENCES member (id), at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX return_due_by_time ON return_due (at);
CREATE TABLE return_digest (member TEXT PRIMARY KEY REFERENCES member (id), sent_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What was left of each SKU, as far as the journal was read.
CREATE TABLE return_stock (
  sku TEXT PRIMARY KEY,
  product TEXT NOT NULL,
  left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX return_stock_by_product ON return_stock (product);

-- Asked every few seconds: which offers end soon.
CREATE INDEX offer_by_archive_end ON offer (archive_until) WHERE archive_until IS NOT NULL;
CREATE INDEX saved_by_product ON saved (product, viewer);

-- How far the journal was read, when the calendar was looked at, and when mails may go out: one row.
CREATE TABLE return_read (
  position INTEGER NOT NULL,
  looked_at INTEGER NOT NULL,
  quiet_from INTEGER NOT NULL,    -- minutes of the day; the same as until: never quiet
  quiet_until INTEGER NOT NULL,
  zone TEXT NOT NULL
) STRICT;
INSERT INTO return_read (position, looked_at, quiet_from, quiet_until, zone) VALUES (0, 0, 1260, 540, 'Asia/Tokyo');
