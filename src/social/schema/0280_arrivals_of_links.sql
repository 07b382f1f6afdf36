-- Who came by a link and when, without the arrivals themselves: figures ask it of every link of a year.
CREATE INDEX share_arrival_of_link ON share_arrival (link, viewer, arrived_at) WHERE kind = 'arrival';
