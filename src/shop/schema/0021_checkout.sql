-- What the owner sets for the checkout: 'delivery', 'payment', 'issuer' as JSON objects.
CREATE TABLE checkout_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The pages that law or custom asks for, as the owner wrote them: plain text, paragraphs apart by an empty line.
CREATE TABLE legal_page (
  page TEXT PRIMARY KEY,          -- 'tokushoho', 'terms', 'privacy'
  text TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
