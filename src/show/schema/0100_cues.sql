-- The cue sheet of a show. When a cue was started stands in the show's timeline (cue.started).
CREATE TABLE cue (
  id TEXT PRIMARY KEY,
  show TEXT NOT NULL REFERENCES show (id),
  place INTEGER NOT NULL,         -- says something about the order alone (show/cue_order.h)
  version INTEGER NOT NULL,       -- of what is written in it; moving leaves it
  title TEXT NOT NULL,
  intent TEXT NOT NULL,
  length INTEGER NOT NULL,        -- planned, s
  points TEXT NOT NULL,
  product TEXT REFERENCES product (id),
  offer TEXT NOT NULL,            -- '' for none: what is offered and asked with it, by name or id
  poll TEXT NOT NULL,
  changed_at INTEGER NOT NULL,    -- UTC, ms
  changed_by TEXT NOT NULL        -- a handle
) STRICT, WITHOUT ROWID;
CREATE INDEX cue_by_place ON cue (show, place);

-- Few among many events.
CREATE INDEX event_of_cue_sheet ON event (show, seq) WHERE kind = 'cue.started';
