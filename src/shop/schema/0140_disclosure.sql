-- What stands beside staff and their clips, so that nobody takes them for customers; '' for the usual words.
ALTER TABLE shop ADD COLUMN disclosure TEXT NOT NULL DEFAULT '';
ALTER TABLE shop ADD COLUMN disclosure_latin TEXT NOT NULL DEFAULT '';
