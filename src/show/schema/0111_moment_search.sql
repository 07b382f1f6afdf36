-- What a search finds a line of a show by: every two neighbouring characters (shop/products/search.h), at the position of its
-- event. `place` is the show, and "staff" for a line of theirs. Kept behind the journal.
CREATE VIRTUAL TABLE moment_search USING fts5 (grams, place, tokenize = 'ascii');

-- Up to which position of the journal lines are indexed: one row.
CREATE TABLE moment_index (position INTEGER NOT NULL) STRICT;
INSERT INTO moment_index (position) VALUES (0);

-- Erased texts, which a compaction takes from the index as well.
CREATE INDEX event_text_erased ON event_text (position) WHERE hidden = 2;
