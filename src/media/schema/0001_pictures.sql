-- Pictures that staff uploaded, as they are served. In the database, so that a backup has everything.
CREATE TABLE picture (
  name TEXT PRIMARY KEY,          -- <hash of the larger size>-640.webp, …-160.webp
  bytes BLOB NOT NULL
) STRICT;
