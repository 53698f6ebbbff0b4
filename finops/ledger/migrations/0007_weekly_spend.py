from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_weekly")]
    operations = [run_sql_file(__file__, "weekly_spend.sql", reverse="DROP TABLE spend_weekly_coarse")]
