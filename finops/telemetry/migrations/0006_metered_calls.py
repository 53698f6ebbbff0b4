from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0005_dimension_values")]
    operations = [run_sql_file(__file__, "metered_calls.sql", reverse="DROP TABLE metered_call")]
