-- Other services that a show may go on to, of the whole shop.
CREATE TABLE simulcast_place (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,         -- rtmp:// or rtmps://, without the stream key
  stream_key BLOB NOT NULL,  -- sealed
  made_at INTEGER NOT NULL   -- UTC, ms
) STRICT, WITHOUT ROWID;

-- Which of them a show goes to.
CREATE TABLE simulcast (
  show TEXT NOT NULL REFERENCES show (id),
  place TEXT NOT NULL REFERENCES simulcast_place (id),
  PRIMARY KEY (show, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX simulcast_by_place ON simulcast (place);
