-- +goose Up

-- How many there are of each product, and the terms on which checkout sells it. The terms are the document's,
-- which lives elsewhere; terms is the document's version that they are from.
CREATE TABLE stock (
    product_id text PRIMARY KEY,
    store_id   text   NOT NULL,
    status     text   NOT NULL CHECK (status IN ('DRAFT', 'ON_SALE', 'TEMPORARILY_SOLD_OUT', 'DISCONTINUED')),
    price      bigint NOT NULL CHECK (price > 0),
    received   integer NOT NULL CHECK (received >= 0),
    adjusted   integer NOT NULL DEFAULT 0,
    remaining  integer NOT NULL CHECK (remaining >= 0), -- "left", which is a word of SQL
    reserved   integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    sold       integer NOT NULL DEFAULT 0 CHECK (sold >= 0),
    version    bigint NOT NULL DEFAULT 1,
    terms      bigint NOT NULL DEFAULT 0,
    CONSTRAINT nothing_is_lost CHECK (received + adjusted = remaining + reserved + sold)
);

-- What was put aside for an order. RELEASED without lines is a tombstone: the order was called off first.
CREATE TABLE reservations (
    order_id text PRIMARY KEY,
    state    text NOT NULL CHECK (state IN ('HELD', 'SOLD', 'RELEASED')),
    at       timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE reservation_lines (
    order_id   text    NOT NULL REFERENCES reservations,
    product_id text    NOT NULL REFERENCES stock,
    quantity   integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, product_id)
);

-- Who adjusted which stock, and why.
CREATE TABLE adjustments (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id text NOT NULL REFERENCES stock,
    delta      integer NOT NULL,
    reason     text NOT NULL,
    by_member  text NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX adjustments_of ON adjustments (product_id, seq);

-- Requests that may be sent twice and are done once. scope is who asks for what.
CREATE TABLE requests (
    scope       text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    result      text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX requests_at ON requests (at);

-- The last offer heard of each store, so that a start does not depend on Kafka.
CREATE TABLE offers (
    store_id text PRIMARY KEY,
    version  bigint NOT NULL,
    body     jsonb  NOT NULL
);

-- What was loaded into the empty database; a row without done was begun and is begun again.
CREATE TABLE seeds (
    name text PRIMARY KEY,
    done boolean NOT NULL DEFAULT false
);

-- +goose Down
DROP TABLE seeds, offers, requests, adjustments, reservation_lines, reservations, stock;
