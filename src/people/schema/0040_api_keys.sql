-- Keys of other shops' servers. The key itself is never kept, only its hash; a withdrawn one keeps its row, because
-- orders were told with it.
CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,             -- what the owner calls it: "Shopify"
  created_by TEXT NOT NULL,       -- handle of the owner
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,           -- to the hour
  withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
