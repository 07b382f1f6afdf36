-- The word list: what a line is held or refused for, and phrases in which a listed word is innocent.
CREATE TABLE word (
  word TEXT PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('hold', 'refuse', 'allow')),
  reason TEXT NOT NULL            -- told to whoever wrote it; '' for the usual one
) STRICT, WITHOUT ROWID;

INSERT INTO word (word, action, reason) VALUES
  ('死ね', 'refuse', ''), ('|しね', 'refuse', ''), ('氏ね', 'refuse', ''), ('市ね', 'refuse', ''), ('タヒね', 'refuse', ''),
  ('4ね', 'refuse', ''), ('殺す', 'refuse', ''), ('殺すぞ', 'refuse', ''), ('|ころす', 'refuse', ''), ('ぶっころ', 'refuse', ''),
  ('きちがい', 'refuse', ''), ('基地外', 'refuse', ''), ('まんこ', 'refuse', ''), ('ちんこ', 'refuse', ''), ('ちんぽ', 'refuse', ''),
  ('セックス', 'refuse', ''), ('レイプ', 'refuse', ''), ('援交', 'refuse', ''), ('|ブス', 'refuse', ''), ('|デブ', 'hold', ''),
  ('|くそばばあ', 'refuse', ''), ('|ゴミ女', 'refuse', ''), ('きもい', 'hold', ''), ('うざい', 'hold', ''), ('|バカ', 'hold', ''),
  ('馬鹿', 'hold', ''), ('|アホ', 'hold', ''), ('詐欺', 'hold', ''), ('ぼったくり', 'hold', ''), ('消えろ', 'hold', ''),
  ('fuck*', 'refuse', ''), ('*fucker', 'refuse', ''), ('fck', 'refuse', ''), ('fuk', 'refuse', ''), ('phuck', 'refuse', ''),
  ('stfu', 'refuse', ''), ('shit', 'refuse', ''), ('shitty', 'refuse', ''), ('bullshit', 'refuse', ''), ('bitch', 'refuse', ''),
  ('biatch', 'refuse', ''), ('cunt', 'refuse', ''), ('whore', 'refuse', ''), ('slut', 'refuse', ''), ('asshole', 'refuse', ''),
  ('dickhead', 'refuse', ''), ('bastard', 'hold', ''), ('rape', 'refuse', ''), ('rapist', 'refuse', ''), ('faggot', 'refuse', ''),
  ('retard', 'refuse', ''), ('kys', 'refuse', ''), ('kill yourself', 'refuse', ''), ('porn', 'refuse', ''), ('cock', 'hold', ''),
  ('cum', 'hold', ''), ('ass', 'hold', ''), ('tits', 'hold', ''), ('scam', 'hold', ''), ('scammer', 'hold', ''), ('idiot', 'hold', ''),
  ('必死ね', 'allow', ''), ('彼氏ね', 'allow', ''), ('シネマ', 'allow', ''), ('しねん', 'allow', ''), ('バカンス', 'allow', ''),
  ('ばかり', 'allow', ''), ('バカラ', 'allow', ''), ('ばかす', 'allow', ''), ('アホウドリ', 'allow', ''), ('アホロートル', 'allow', ''),
  ('ブスト', 'allow', ''), ('デブリ', 'allow', ''), ('うざいき', 'allow', ''), ('詐欺対策', 'allow', ''),
  ('詐欺防止', 'allow', ''), ('詐欺注意', 'allow', ''), ('ころすけ', 'allow', ''), ('馬鹿力', 'allow', ''), ('バカ売れ', 'allow', ''),
  ('馬鹿売れ', 'allow', ''), ('レイプレ', 'allow', ''), ('4ねん', 'allow', ''), ('peacock', 'allow', '');

-- Of the whole shop; a show may have its own.
CREATE TABLE talk_setting (
  show TEXT PRIMARY KEY,          -- '' for the shop's own
  slow_seconds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO talk_setting (show, slow_seconds) VALUES ('', 0);

-- When somebody last said something, where slow mode is on.
CREATE TABLE last_line (
  viewer TEXT NOT NULL,
  show TEXT NOT NULL,
  at INTEGER NOT NULL,            -- UTC, ms
  PRIMARY KEY (viewer, show)
) STRICT, WITHOUT ROWID;

-- Who may not talk, by the viewer in whom staff saw it; it holds for all viewers of the same person.
CREATE TABLE ban (
  id INTEGER PRIMARY KEY,
  viewer TEXT NOT NULL,
  show TEXT NOT NULL,             -- where it was said
  reason TEXT NOT NULL,
  banned_by TEXT NOT NULL,        -- handle
  banned_at INTEGER NOT NULL,
  until INTEGER,                  -- UTC, ms; null until it is lifted
  lifted_at INTEGER
) STRICT;
CREATE INDEX ban_by_viewer ON ban (viewer, lifted_at);

-- Lines that wait for staff. The text stands with its event.
CREATE TABLE held_line (
  show TEXT NOT NULL,
  seq INTEGER NOT NULL,
  word TEXT NOT NULL,             -- of the list, for which it is held
  PRIMARY KEY (show, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_of_line_pin ON event (show, at, seq) WHERE kind IN ('chat.pinned', 'chat.unpinned');
