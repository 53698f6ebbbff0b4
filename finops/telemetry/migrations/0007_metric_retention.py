from django.db import migrations

from finops.core.db.migrations import run_sql_file

REVERSE = """
DROP TABLE metered_point;
DROP INDEX metric_series_in_project;
ALTER TABLE metric_series DROP COLUMN last_seen"""


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0006_metered_calls")]
    operations = [run_sql_file(__file__, "metric_retention.sql", reverse=REVERSE)]
