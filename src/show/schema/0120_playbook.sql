-- What the shop changed in the playbook that comes with the server (show/playbook_default.h), and what it added.
CREATE TABLE playbook_todo (
  id TEXT PRIMARY KEY,
  own INTEGER NOT NULL CHECK (own IN (0, 1)),  -- 1: the shop's, which no default stands behind
  phase TEXT NOT NULL,
  place INTEGER NOT NULL,         -- within its phase
  title TEXT,                     -- null: as it comes, in both languages
  why TEXT,                       -- likewise
  role TEXT NOT NULL,             -- '' for nobody in particular
  person TEXT NOT NULL,           -- handle; '' for whoever has the role
  due_at INTEGER,                 -- UTC, ms
  evidence TEXT NOT NULL,         -- '' when a person closes it
  goal INTEGER NOT NULL,
  dropped INTEGER NOT NULL CHECK (dropped IN (0, 1)),
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What people closed by hand and opened again, with what they wrote. Rows are only added.
CREATE TABLE playbook_act (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  todo TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('closed', 'reopened')),
  note TEXT NOT NULL,
  by_handle TEXT NOT NULL,
  at INTEGER NOT NULL             -- UTC, ms
) STRICT;
CREATE INDEX playbook_act_by_todo ON playbook_act (todo, position);
