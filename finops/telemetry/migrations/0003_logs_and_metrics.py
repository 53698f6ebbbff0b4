from django.db import migrations

from finops.core.db.migrations import run_sql_file

TABLES = "metric_point, metric_series, log_record"


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0002_trace_indexes")]
    operations = [run_sql_file(__file__, "logs_and_metrics.sql", reverse=f"DROP TABLE {TABLES}")]
