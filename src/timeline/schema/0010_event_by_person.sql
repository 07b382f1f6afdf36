-- What a viewer wrote, for the export and the erasure of one's own data. Events for the server alone carry no text
-- and no name, and are by far the most: they are left out.
CREATE INDEX event_by_viewer ON event (by_id) WHERE by_role = 'viewer' AND audience < 3;
