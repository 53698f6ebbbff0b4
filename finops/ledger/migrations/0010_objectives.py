from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_reattribution")]
    operations = [
        run_sql_file(
            __file__,
            "objectives.sql",
            reverse="DROP TABLE slo_hour; DROP TABLE slo_minute; DROP TABLE slo_counter",
        )
    ]
