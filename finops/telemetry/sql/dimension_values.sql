-- Which values of dimensions a project has used lately: what a new one is counted against.
CREATE TABLE dimension_value (
    project_id integer NOT NULL,
    dimension  text    NOT NULL,
    value      text    NOT NULL,
    last_seen  date    NOT NULL,  -- UTC
    PRIMARY KEY (project_id, dimension, value)
);
