-- Campaigns: benefits that open with verified arrivals or sharers.
CREATE TABLE campaign (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  terms TEXT NOT NULL,
  counts TEXT NOT NULL CHECK (counts IN ('arrivals', 'sharers')),
  scope TEXT NOT NULL CHECK (scope IN ('all', 'person')),
  show TEXT NOT NULL,             -- '' for every show
  starts_at INTEGER NOT NULL,     -- UTC, ms
  ends_at INTEGER NOT NULL,
  budget INTEGER,                 -- benefits at most, where each person gets their own
  ended_at INTEGER,               -- by somebody, before its time
  began INTEGER NOT NULL DEFAULT 0 CHECK (began IN (0, 1)),  -- viewers were told
  finished INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
  counted INTEGER NOT NULL DEFAULT 0,  -- as it was told last
  changes INTEGER NOT NULL DEFAULT 0,  -- share_read.changes when it was counted
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE campaign_tier (
  campaign TEXT NOT NULL REFERENCES campaign (id),
  tier INTEGER NOT NULL,          -- from 1
  threshold INTEGER NOT NULL,
  benefit TEXT NOT NULL CHECK (benefit IN ('offer', 'coupon', 'gift')),
  text TEXT NOT NULL,
  offer TEXT NOT NULL,            -- of the show; '' for a gift
  opened_at INTEGER,              -- reached by all together
  offer_opened INTEGER NOT NULL DEFAULT 0 CHECK (offer_opened IN (0, 1)),
  PRIMARY KEY (campaign, tier)
) STRICT, WITHOUT ROWID;

-- What somebody got. It stays, whatever is counted later.
CREATE TABLE campaign_grant (
  position INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  tier INTEGER NOT NULL,
  person TEXT NOT NULL,           -- a member, or a viewer who is none
  code TEXT NOT NULL,
  verified INTEGER NOT NULL,      -- whom they had brought by then
  granted_at INTEGER NOT NULL,
  UNIQUE (campaign, tier, person)
) STRICT;
CREATE INDEX campaign_grant_of_person ON campaign_grant (person);
