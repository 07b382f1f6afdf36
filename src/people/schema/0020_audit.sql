-- Who of the staff changed what. Rows are only added; personal data never stands in `detail`.
CREATE TABLE audit (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,            -- UTC, ms
  by_id TEXT NOT NULL,            -- the staff member's id; '' for the server or its command line
  by_handle TEXT NOT NULL,        -- as it was then
  by_role TEXT NOT NULL,          -- as it was then; 'nobody' for the server
  action TEXT NOT NULL,           -- past tense, as events are called: 'product.changed'
  subject TEXT NOT NULL,          -- what was changed: a handle, a product, a show, an order's number; '' for the shop
  detail TEXT NOT NULL            -- JSON object
) STRICT;
CREATE INDEX audit_by_person ON audit (by_handle, position);
CREATE INDEX audit_by_action ON audit (action, position);
CREATE INDEX audit_by_subject ON audit (subject, position);
