-- +goose Up

-- How many notifications each member got. Its row is locked while one is added, so that a member's
-- notifications become visible in the order of their numbers, and a stream that read up to one missed none.
CREATE TABLE counters (
    member_id text PRIMARY KEY,
    last      bigint NOT NULL
);

CREATE TABLE notifications (
    id         text PRIMARY KEY,
    member_id  text   NOT NULL,
    seq        bigint NOT NULL,
    kind       text   NOT NULL,
    about      text   NOT NULL, -- what the member is told of, once for each kind
    order_id   text   NOT NULL DEFAULT '',
    product_id text   NOT NULL DEFAULT '',
    store_id   text   NOT NULL DEFAULT '',
    items      int    NOT NULL DEFAULT 0,
    code       text   NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    UNIQUE (about, member_id, kind),
    UNIQUE (member_id, seq)
);
CREATE INDEX notifications_unread ON notifications (member_id, seq) WHERE read_at IS NULL;
CREATE INDEX notifications_created ON notifications (created_at);

CREATE TABLE deliveries (
    notification_id text NOT NULL REFERENCES notifications ON DELETE CASCADE,
    channel         text NOT NULL CHECK (channel IN ('SSE', 'SMS')),
    status          text NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'ACKNOWLEDGED', 'HELD_FOR_QUIET_HOURS', 'FAILED', 'UNKNOWN')),
    at              timestamptz NOT NULL,
    PRIMARY KEY (notification_id, channel)
);

-- The copy of who sells for which store; the higher version wins.
CREATE TABLE sellers (
    store_id text PRIMARY KEY,
    version  bigint NOT NULL,
    members  text[] NOT NULL
);

-- What the sellers of a store that is not known yet have to be told.
CREATE TABLE waiting (
    order_id   text NOT NULL,
    store_id   text NOT NULL,
    product_id text NOT NULL,
    items      int  NOT NULL,
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store_id, order_id)
);

-- +goose Down
DROP TABLE waiting;
DROP TABLE sellers;
DROP TABLE deliveries;
DROP TABLE notifications;
DROP TABLE counters;
