-- What levels of the past are worked out of (fans/level_facts.h): whom people followed then, of which few events tell, and
-- when they talked first.
CREATE INDEX event_of_following ON event (position) WHERE kind IN ('staff.followed', 'staff.unfollowed');
DROP INDEX audience_of_chatters;
CREATE INDEX audience_of_chatters ON audience (viewer, chatted_at) WHERE chatted_at IS NOT NULL;
