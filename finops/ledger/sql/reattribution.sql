-- Stored calls are to be attributed anew: asked for with each change of the rules or owners, done by workers.
-- Traces are taken in order of project and trace id; those behind the last one taken are not done yet.
CREATE TABLE reattribution (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    requested_at  timestamptz NOT NULL DEFAULT now(),
    since         timestamptz NOT NULL,             -- calls that began from here on
    reason        text        NOT NULL,             -- what was changed, in words
    project_id    integer,                          -- null: all of them
    traces        bigint,                           -- to look at; null: not begun yet
    traces_done   bigint      NOT NULL DEFAULT 0,
    charges_moved bigint      NOT NULL DEFAULT 0,
    failed_traces bigint      NOT NULL DEFAULT 0,
    after_project integer     NOT NULL DEFAULT 0,   -- the last one taken
    after_trace   uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    done_at       timestamptz
);
CREATE INDEX reattribution_pending ON reattribution (id) WHERE done_at IS NULL;
