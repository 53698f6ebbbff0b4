from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0004_loops")]
    operations = [run_sql_file(__file__, "dimension_values.sql", reverse="DROP TABLE dimension_value")]
