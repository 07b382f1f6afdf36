-- How the totals of a show grew after its end, so that shows of different ages can be held against each other: what was
-- added to `total` in each ten minutes after it. The last stands for all that came later than a week.
CREATE TABLE grown (
  show INTEGER NOT NULL,
  half INTEGER NOT NULL,          -- 1 archive, 2 together
  step INTEGER NOT NULL,          -- ten minutes each, from the end
  viewers INTEGER NOT NULL, engaged INTEGER NOT NULL, buyers INTEGER NOT NULL, buying_viewers INTEGER NOT NULL,
  visitors INTEGER NOT NULL, buying_visitors INTEGER NOT NULL, chatters INTEGER NOT NULL, askers INTEGER NOT NULL,
  savers INTEGER NOT NULL, sharers INTEGER NOT NULL, returned INTEGER NOT NULL, sympathized INTEGER NOT NULL,
  identified INTEGER NOT NULL, participated INTEGER NOT NULL, spread INTEGER NOT NULL, views INTEGER NOT NULL,
  watched_ms INTEGER NOT NULL, hearts INTEGER NOT NULL, chats INTEGER NOT NULL, questions INTEGER NOT NULL,
  seconds INTEGER NOT NULL, votes INTEGER NOT NULL, saves INTEGER NOT NULL, shares INTEGER NOT NULL,
  follows INTEGER NOT NULL, seen INTEGER NOT NULL, opened INTEGER NOT NULL, carts INTEGER NOT NULL,
  actions INTEGER NOT NULL, orders INTEGER NOT NULL, pieces INTEGER NOT NULL, placed INTEGER NOT NULL,
  PRIMARY KEY (show, half, step)
) STRICT, WITHOUT ROWID;

-- It is not known of what was read before: the journal is read again.
DELETE FROM show;
DELETE FROM viewer;
DELETE FROM product;
DELETE FROM watcher;
DELETE FROM visit;
DELETE FROM total;
DELETE FROM slice;
DELETE FROM interest;
DELETE FROM purchase;
DELETE FROM sale;
DELETE FROM follow;
UPDATE read_to SET position = 0;
