-- What a presenter is to know before a show.
CREATE TABLE course (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  version INTEGER NOT NULL,
  made_at INTEGER NOT NULL,       -- UTC, ms
  made_by TEXT NOT NULL           -- handle
) STRICT;

CREATE TABLE course_product (
  course TEXT NOT NULL REFERENCES course (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  product TEXT NOT NULL REFERENCES product (id),
  PRIMARY KEY (course, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE course_case (
  course TEXT NOT NULL REFERENCES course (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  show_case TEXT NOT NULL REFERENCES show_case (id) ON DELETE CASCADE,
  PRIMARY KEY (course, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_case_by_case ON course_case (show_case);

-- Quizzes and their results: a person's record. The questions quote viewers, so they are told once and not kept.
CREATE TABLE quiz (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,           -- handle
  course TEXT NOT NULL,           -- '' for none
  show TEXT NOT NULL,             -- '' for none
  products TEXT NOT NULL,         -- JSON array of ids
  answers TEXT NOT NULL,          -- JSON array: of each question, the place of the right option
  begun_at INTEGER NOT NULL,      -- UTC, ms
  done_at INTEGER,                -- null until it is answered
  asked INTEGER NOT NULL,
  correct INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX quiz_by_person ON quiz (person, position);
