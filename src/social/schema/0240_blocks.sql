-- Blocks: what other pages show of the shop, chosen by staff and counted by page.

-- Lines of chat that staff chose ("words from the room"). Words and names stay where they are, beside their event.
CREATE TABLE block_line (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event INTEGER NOT NULL UNIQUE REFERENCES event (position),
  show TEXT NOT NULL,
  product TEXT NOT NULL,          -- that it is about; '' for the show alone
  picked_by TEXT NOT NULL,        -- handle
  picked_at INTEGER NOT NULL      -- UTC, ms
) STRICT;
CREATE INDEX block_line_by_show ON block_line (show, id);
CREATE INDEX block_line_by_product ON block_line (product, id) WHERE product <> '';

-- Mentions that staff chose for the wall. Their words stay with the inbox, or in mentions.db.
CREATE TABLE wall_mention (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL CHECK (source IN ('inbox', 'listening')),
  ref TEXT NOT NULL,              -- the item's id there
  product TEXT NOT NULL,          -- that it is about; '' for none
  permission TEXT NOT NULL CHECK (permission IN ('none', 'asked', 'granted', 'withdrawn')),
  words TEXT NOT NULL DEFAULT '', -- a hash of those that the author permitted
  picked_by TEXT NOT NULL,        -- handle
  picked_at INTEGER NOT NULL,     -- UTC, ms
  UNIQUE (source, ref)
) STRICT;

-- Who asked an author, who noted the answer, and how it was given.
CREATE TABLE wall_permission (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  mention INTEGER NOT NULL REFERENCES wall_mention (position),
  permission TEXT NOT NULL,
  note TEXT NOT NULL,
  by TEXT NOT NULL,               -- handle
  at INTEGER NOT NULL             -- UTC, ms
) STRICT;
CREATE INDEX wall_permission_of_mention ON wall_permission (mention, position);

-- Times that a block was looked at, by the site whose page it stood on.
CREATE TABLE block_view (
  block TEXT NOT NULL,            -- "next", "moments product:lip" (blocks/block.h)
  site TEXT NOT NULL,             -- "https://shop.example"
  views INTEGER NOT NULL,
  first_at INTEGER NOT NULL,      -- UTC, ms
  PRIMARY KEY (block, site)
) STRICT, WITHOUT ROWID;

-- A block has links of its own for each site, so that what they bring is counted where all links are.
ALTER TABLE share_link ADD COLUMN block TEXT NOT NULL DEFAULT '';
ALTER TABLE share_link ADD COLUMN site TEXT NOT NULL DEFAULT '';
DROP INDEX share_link_of_sharer;
CREATE UNIQUE INDEX share_link_of_sharer ON share_link (viewer, staff, kind, target, at, post, channel, block, site);
CREATE INDEX share_link_of_block ON share_link (block, site) WHERE block <> '';
