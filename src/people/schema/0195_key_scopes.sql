-- What an API key may do. Keys from before scopes could follow the events and tell orders of other shops.
ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT 'events:read orders:write';  -- by spaces, in the order of people/key_scopes.h
