-- Who was told by mail of something that leads into a show: asked when it is counted who came back to it.
CREATE INDEX return_told_of_show ON return_told (show) WHERE way = 'mail' AND show <> '';
