-- +goose Up

-- What was said and is not yet published. Rows are deleted once they are.
CREATE TABLE outbox (
    seq   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id    text  NOT NULL,
    topic text  NOT NULL,
    name  text  NOT NULL,
    key   text  NOT NULL,
    body  jsonb NOT NULL,
    trace text  NOT NULL DEFAULT ''
);

-- What was heard and handled.
CREATE TABLE inbox (
    id text PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_at ON inbox (at);

-- What has changed and is to be published as it stands. mark tells whether it changed again meanwhile.
CREATE SEQUENCE to_publish_mark;
CREATE TABLE to_publish (
    topic text NOT NULL,
    key   text NOT NULL,
    due   timestamptz NOT NULL,
    mark  bigint NOT NULL DEFAULT nextval('to_publish_mark'),
    PRIMARY KEY (topic, key)
);
CREATE INDEX to_publish_due ON to_publish (due);

-- +goose Down
DROP TABLE to_publish;
DROP SEQUENCE to_publish_mark;
DROP TABLE inbox;
DROP TABLE outbox;
