-- One distinct combination of the attribution dimensions. Rollups carry its id (star schema), so a
-- new dimension never rewrites history. Null means nobody said.
CREATE TABLE dimension_set (
    id             bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest         uuid    NOT NULL UNIQUE,  -- md5 over the values, in the order of the columns
    project_id     integer NOT NULL,
    environment    text,
    service        text,
    team           text,
    cost_center    text,
    feature        text,
    journey        text,
    step           text,
    agent          text,
    prompt_name    text,
    prompt_version text,
    operation      text,
    provider       text,
    request_model  text,
    response_model text,
    region         text
);
CREATE INDEX dimension_set_project ON dimension_set (project_id);
