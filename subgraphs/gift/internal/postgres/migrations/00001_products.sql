-- +goose Up

-- The copy of which flowers a product is made of; the higher version wins.
CREATE TABLE products (
    id             text PRIMARY KEY,
    flower_ids     text[] NOT NULL,
    representative text   NOT NULL,
    version        bigint NOT NULL
);

-- +goose Down
DROP TABLE products;
