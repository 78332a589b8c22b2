-- +goose Up
-- How far each partition of a topic of snapshots is copied into this database: the next offset to read.
CREATE TABLE copied (
    cluster   text   NOT NULL,
    topic     text   NOT NULL,
    partition int    NOT NULL,
    next      bigint NOT NULL,
    PRIMARY KEY (cluster, topic, partition)
);

-- +goose Down
DROP TABLE copied;
