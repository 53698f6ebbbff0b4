-- Stored calls without a price are to be priced anew: asked for when somebody sets a price, done by workers.
CREATE TABLE repricing (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    requested_at timestamptz NOT NULL DEFAULT now(),
    since        timestamptz NOT NULL,         -- calls that began from here on
    done_at      timestamptz,
    newly_priced bigint,                       -- counted calls that got a cost
    cost         numeric(38, 24)               -- USD they cost
);
CREATE INDEX repricing_pending ON repricing (id) WHERE done_at IS NULL;
