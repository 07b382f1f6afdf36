-- What viewers ask the presenter. Text and name stand with the event question.asked (or question.held).
CREATE TABLE question (
  show TEXT NOT NULL,
  seq INTEGER NOT NULL,           -- of its event
  at INTEGER NOT NULL,            -- ms of the show
  viewer TEXT NOT NULL,           -- who asks
  product TEXT NOT NULL,          -- '' for none
  state TEXT NOT NULL CHECK (state IN ('held', 'open', 'answered')),
  word TEXT NOT NULL,             -- of the list, for which it is held
  hidden INTEGER NOT NULL DEFAULT 0,
  seconds INTEGER NOT NULL DEFAULT 0,
  claimed_by TEXT NOT NULL DEFAULT '',      -- handle
  claimed_at INTEGER NOT NULL DEFAULT 0,    -- ms of the show
  claimed_until INTEGER NOT NULL DEFAULT 0, -- UTC, ms
  answered_by TEXT NOT NULL DEFAULT '',     -- handle
  answered_at INTEGER,            -- ms of the show
  spoken_from INTEGER,            -- ms of the show, of an answer aloud
  spoken_until INTEGER,
  text_seq INTEGER,               -- of the question.answered that has the answer's text
  PRIMARY KEY (show, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_waiting ON question (show) WHERE state <> 'answered' AND hidden = 0;
CREATE INDEX question_of_product ON question (product) WHERE product <> '';
CREATE INDEX question_of_viewer ON question (viewer);

-- Who wants the same answered: once a person.
CREATE TABLE question_second (
  show TEXT NOT NULL,
  seq INTEGER NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (show, seq, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_second_of_person ON question_second (person);

CREATE INDEX event_of_note ON event (show, seq) WHERE kind IN ('presenter.noted', 'presenter.acknowledged');
