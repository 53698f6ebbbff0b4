from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_schema"), ("attribution", "0001_schema"), ("telemetry", "0001_schema"), ("accounts", "0001_initial")]
    operations = [run_sql_file(__file__, "runs.sql", reverse="DROP TABLE latency_daily, customer_run_daily, run_daily")]
