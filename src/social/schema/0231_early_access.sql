-- A benefit of campaigns: buying a product before it opens to all.
CREATE TABLE campaign_tier_now (
  campaign TEXT NOT NULL REFERENCES campaign (id),
  tier INTEGER NOT NULL,          -- from 1
  threshold INTEGER NOT NULL,
  benefit TEXT NOT NULL CHECK (benefit IN ('offer', 'coupon', 'gift', 'early-access')),
  text TEXT NOT NULL,
  offer TEXT NOT NULL,            -- of the show; '' for a gift and early access
  product TEXT NOT NULL,          -- that may be bought early; '' for all else
  opened_at INTEGER,              -- reached by all together, or by the first person
  offer_opened INTEGER NOT NULL DEFAULT 0 CHECK (offer_opened IN (0, 1)),
  PRIMARY KEY (campaign, tier)
) STRICT, WITHOUT ROWID;
INSERT INTO campaign_tier_now SELECT campaign, tier, threshold, benefit, text, offer, '', opened_at, offer_opened FROM campaign_tier;
DROP TABLE campaign_tier;
ALTER TABLE campaign_tier_now RENAME TO campaign_tier;
