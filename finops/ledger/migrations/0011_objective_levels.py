from django.db import migrations

from finops.core.db.migrations import run_sql_file

BY_THE_HOUR = """
CREATE TABLE slo_hour (
    counter_id bigint, hour timestamptz, good bigint NOT NULL, total bigint NOT NULL, filled bigint NOT NULL,
    PRIMARY KEY (counter_id, hour)
);
INSERT INTO slo_hour
SELECT counter_id, date_trunc('hour', quarter_hour, 'UTC'), sum(good), sum(total), sum(filled)
FROM slo_quarter_hour GROUP BY 1, 2;
DROP TABLE slo_day;
DROP TABLE slo_quarter_hour;
ALTER TABLE slo_counter DROP COLUMN minutes_from"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_objectives")]
    operations = [run_sql_file(__file__, "objective_levels.sql", reverse=BY_THE_HOUR)]
