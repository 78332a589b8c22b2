-- +goose Up
CREATE TABLE contracts (
    id           text PRIMARY KEY,
    member_id    text   NOT NULL,
    product_id   text   NOT NULL,
    status       text   NOT NULL CHECK (status IN ('PENDING', 'ACTIVE', 'PAUSED', 'PAST_DUE', 'CANCELLED')),
    cadence      text   NOT NULL CHECK (cadence IN ('WEEKLY', 'BIWEEKLY', 'MONTHLY')),
    recipient    text   NOT NULL,
    phone        text   NOT NULL,
    postcode     text   NOT NULL,
    line1        text   NOT NULL,
    line2        text,
    price        bigint NOT NULL CHECK (price >= 0), -- won, for each delivery
    started_at   timestamptz NOT NULL,
    cancelled_at timestamptz
);
CREATE INDEX contracts_of_member ON contracts (member_id, id DESC);

CREATE TABLE deliveries (
    id          text PRIMARY KEY,
    contract_id text NOT NULL REFERENCES contracts,
    date        date NOT NULL,
    status      text NOT NULL CHECK (status IN ('SCHEDULED', 'SKIPPED', 'ORDERED', 'FAILED', 'DELIVERED')),
    order_id    text
);
CREATE INDEX deliveries_of_contract ON deliveries (contract_id, date, id);

-- +goose Down
DROP TABLE deliveries;
DROP TABLE contracts;
