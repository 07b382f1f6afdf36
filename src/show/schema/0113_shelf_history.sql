-- What was left of a SKU at any time: the shop's own timeline has every change.
CREATE INDEX event_of_stock ON event (json_extract(data, '$.sku'), accepted_at, position)
  WHERE show = '' AND kind = 'stock.changed';
