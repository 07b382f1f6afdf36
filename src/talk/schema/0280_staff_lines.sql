-- Lines of the staff: staff's credit is asked of every show of a year, and reads none of the viewers' lines for it.
CREATE INDEX event_of_staff_line ON event (show, at, by_id) WHERE kind = 'chat.posted' AND by_role <> 'viewer';
