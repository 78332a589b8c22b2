-- +goose Up

CREATE TABLE stores (
    id             text PRIMARY KEY,
    slug           text NOT NULL UNIQUE,
    name           text NOT NULL,
    description    text NOT NULL,
    phone          text NOT NULL,
    postcode       text NOT NULL,
    line1          text NOT NULL,
    line2          text,
    latitude       double precision NOT NULL,
    longitude      double precision NOT NULL,
    status         text NOT NULL,
    hours          jsonb NOT NULL,
    special        jsonb NOT NULL,
    rule           jsonb NOT NULL,
    areas          jsonb NOT NULL,
    -- The prefixes of areas again, so that stores are found by them.
    area_prefixes  text[] NOT NULL,
    -- Kept with the store: counting followers anew for each page would cost more than all else on it.
    follower_count integer NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    searched       text NOT NULL GENERATED ALWAYS AS (lower(name || ' ' || description || ' ' || line1)) STORED
);
CREATE INDEX stores_areas ON stores USING gin (area_prefixes);
CREATE INDEX stores_place ON stores (latitude, longitude);

CREATE TABLE sellers (
    store_id  text NOT NULL REFERENCES stores ON DELETE CASCADE,
    member_id text NOT NULL,
    PRIMARY KEY (store_id, member_id)
);
CREATE INDEX sellers_member ON sellers (member_id);

CREATE TABLE followers (
    store_id  text NOT NULL REFERENCES stores ON DELETE CASCADE,
    member_id text NOT NULL,
    since     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (store_id, member_id)
);
CREATE INDEX followers_member ON followers (member_id);

-- How often what a store offers has changed. Apart from stores, so that a booking that fills a slot never
-- has to change a row of which it only holds that its terms stay as they are.
CREATE TABLE offers (
    store_id text PRIMARY KEY REFERENCES stores ON DELETE CASCADE,
    version  bigint NOT NULL
);

-- The slots in which anything was ever booked.
CREATE TABLE slots (
    id       text PRIMARY KEY,
    store_id text NOT NULL,
    starts   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    booked   integer NOT NULL CHECK (booked >= 0)
);
CREATE INDEX slots_store ON slots (store_id, starts);

-- The orders that were heard of; one that was called off must not be booked later.
CREATE TABLE orders (
    id         text PRIMARY KEY,
    called_off boolean NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE bookings (
    order_id    text NOT NULL REFERENCES orders ON DELETE CASCADE,
    shipment_id text NOT NULL,
    store_id    text NOT NULL,
    slot_id     text NOT NULL REFERENCES slots,
    PRIMARY KEY (order_id, shipment_id)
);
CREATE INDEX bookings_slot ON bookings (slot_id);

-- +goose Down
DROP TABLE bookings;
DROP TABLE orders;
DROP TABLE slots;
DROP TABLE offers;
DROP TABLE followers;
DROP TABLE sellers;
DROP TABLE stores;
