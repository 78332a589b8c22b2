-- +goose Up
-- The trace of the checkout that an intent belongs to: a worker carries it out, long after the request.
ALTER TABLE intents ADD COLUMN trace text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE intents DROP COLUMN trace;
