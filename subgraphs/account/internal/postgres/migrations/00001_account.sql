-- +goose Up

CREATE TABLE members (
    id             text PRIMARY KEY,
    name           text NOT NULL,
    email          text NOT NULL UNIQUE,
    phone          text,
    phone_verified boolean NOT NULL,
    roles          text[] NOT NULL,
    locale         text NOT NULL,
    status         text NOT NULL,
    -- A member's addresses are few, and only ever read and written with the member.
    addresses      jsonb NOT NULL,
    password_hash  text NOT NULL,
    created_at     timestamptz NOT NULL
);

CREATE TABLE logins (
    id        text PRIMARY KEY,
    member_id text NOT NULL REFERENCES members ON DELETE CASCADE,
    expires   timestamptz NOT NULL,
    ended     text NOT NULL DEFAULT ''
);
CREATE INDEX logins_member ON logins (member_id);
CREATE INDEX logins_expires ON logins (expires);

-- Every refresh token that a login had: one that was used is kept, so that it is known when it comes again.
CREATE TABLE refresh_tokens (
    hash     bytea PRIMARY KEY,
    login_id text NOT NULL REFERENCES logins ON DELETE CASCADE,
    follows  bytea UNIQUE,
    used_at  timestamptz
);
CREATE INDEX refresh_tokens_login ON refresh_tokens (login_id);

-- Attempts to sign in, by the hash of an email: it need not be a member's.
CREATE TABLE sign_in_attempts (
    email  bytea PRIMARY KEY,
    since  timestamptz NOT NULL,
    number integer NOT NULL
);
CREATE INDEX sign_in_attempts_since ON sign_in_attempts (since);

-- +goose Down
DROP TABLE sign_in_attempts;
DROP TABLE refresh_tokens;
DROP TABLE logins;
DROP TABLE members;
