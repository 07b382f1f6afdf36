-- What a show is for, before anything of it has happened.
CREATE TABLE show_plan (
  show TEXT PRIMARY KEY REFERENCES show (id),
  version INTEGER NOT NULL,       -- counts what staff wrote
  concept TEXT NOT NULL,          -- '' while it is not chosen
  purpose TEXT NOT NULL,
  length INTEGER                  -- how long it is to be, s
) STRICT, WITHOUT ROWID;

CREATE TABLE show_target (
  show TEXT NOT NULL REFERENCES show_plan (show),
  place INTEGER NOT NULL,
  figure TEXT NOT NULL,
  target INTEGER NOT NULL,
  PRIMARY KEY (show, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE show_team (
  show TEXT NOT NULL REFERENCES show_plan (show),
  place INTEGER NOT NULL,
  handle TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (show, place)
) STRICT, WITHOUT ROWID;
