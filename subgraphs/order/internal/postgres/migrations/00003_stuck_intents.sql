-- +goose Up
-- Since when an intent gets nowhere; a person has to look at it. To have one asked for anew at once:
-- UPDATE intents SET attempts = 0, stuck = NULL, due = now() WHERE id = ...
ALTER TABLE intents ADD COLUMN stuck timestamptz;
-- Attempts were not bounded until now.
UPDATE intents SET attempts = 0 WHERE state IN ('WANTED', 'REFUND');

-- +goose Down
ALTER TABLE intents DROP COLUMN stuck;
