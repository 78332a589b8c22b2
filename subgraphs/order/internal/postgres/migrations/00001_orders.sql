-- +goose Up

-- Copies of what other services own, fed by their snapshots.
CREATE TABLE products (
    id       text PRIMARY KEY,
    version  bigint NOT NULL,
    store_id text   NOT NULL,
    kind     text   NOT NULL,
    name     text   NOT NULL,
    price    bigint NOT NULL,
    status   text   NOT NULL,
    methods  text[] NOT NULL
);
CREATE TABLE stock (
    product_id   text PRIMARY KEY,
    version      bigint NOT NULL,
    availability text   NOT NULL
);
CREATE TABLE offers (
    store_id text PRIMARY KEY,
    version  bigint  NOT NULL,
    open     boolean NOT NULL,
    terms    jsonb   NOT NULL
);

CREATE TABLE carts (
    id         text PRIMARY KEY,
    member_id  text,
    lines      jsonb NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX carts_of_member ON carts (member_id, updated_at DESC) WHERE member_id IS NOT NULL;

CREATE TABLE orders (
    id             text PRIMARY KEY,
    number         text NOT NULL UNIQUE,
    member_id      text NOT NULL,
    status         text NOT NULL,
    rejection_code text NOT NULL DEFAULT '',
    subtotal       bigint NOT NULL,
    discount       bigint NOT NULL,
    delivery_fee   bigint NOT NULL,
    voucher_paid   bigint NOT NULL,
    payment_status text NOT NULL,
    provider       text NOT NULL,
    token          text NOT NULL,
    captured       bigint NOT NULL DEFAULT 0,
    refunded       bigint NOT NULL DEFAULT 0,
    timeline       jsonb NOT NULL,
    placed_at      timestamptz NOT NULL,
    -- What is captured is the total, or nothing.
    CHECK (captured IN (0, subtotal - discount + delivery_fee - voucher_paid)),
    CHECK (refunded BETWEEN 0 AND captured),
    CHECK (status <> 'CONFIRMED' OR captured = subtotal - discount + delivery_fee - voucher_paid)
);
CREATE INDEX orders_of_member ON orders (member_id, id DESC);
CREATE INDEX orders_pending ON orders (placed_at) WHERE status = 'PENDING';

CREATE TABLE shipments (
    id           text PRIMARY KEY,
    order_id     text NOT NULL REFERENCES orders ON DELETE CASCADE,
    position     int  NOT NULL,
    store_id     text NOT NULL,
    status       text NOT NULL,
    method       text NOT NULL,
    slot_id      text NOT NULL,
    slot_start   timestamptz,
    slot_end     timestamptz,
    address      jsonb,
    note         text,
    delivery_fee bigint NOT NULL,
    lines        jsonb NOT NULL
);
CREATE INDEX shipments_of_order ON shipments (order_id, position);

CREATE TABLE intents (
    id        text PRIMARY KEY,
    order_id  text NOT NULL UNIQUE REFERENCES orders ON DELETE CASCADE,
    amount    bigint NOT NULL,
    state     text NOT NULL,
    attempts  int  NOT NULL DEFAULT 0,
    reference text NOT NULL DEFAULT '',
    -- When a worker may take it, or take it again.
    due       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX intents_due ON intents (due) WHERE state IN ('WANTED', 'REFUND');

CREATE TABLE idempotency (
    member_id   text NOT NULL,
    operation   text NOT NULL,
    key         text NOT NULL,
    fingerprint bytea NOT NULL,
    order_id    text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member_id, operation, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

-- +goose Down
DROP TABLE idempotency, intents, shipments, orders, carts, offers, stock, products;
