-- An order stands in the shop's own tables with its viewer, and its event carries nothing that they wrote: the
-- index of what viewers wrote leaves it out (timeline/by_viewer.h), as each would change a page of its own.
DROP INDEX event_by_viewer;
CREATE INDEX event_by_viewer ON event (by_id)
  WHERE by_role = 'viewer' AND audience < 3 AND kind <> 'order.placed';
