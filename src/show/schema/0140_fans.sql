-- From when on a person is a fan, and so on, where the shop wants it otherwise than usual: one row at most.
CREATE TABLE fan_rule (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  fan_shows INTEGER NOT NULL,
  loyal_orders INTEGER NOT NULL,
  evangelist_arrivals INTEGER NOT NULL,
  returning_visits INTEGER NOT NULL
) STRICT;
CREATE INDEX audience_of_chatters ON audience (viewer) WHERE chatted_at IS NOT NULL;
