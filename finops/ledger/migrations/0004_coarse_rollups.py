from django.db import migrations

from finops.core.db.migrations import run_sql_file

TABLES = "user_daily_coarse, customer_daily_coarse, spend_daily_coarse"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_repricing")]
    operations = [run_sql_file(__file__, "coarse_rollups.sql", reverse=f"DROP TABLE {TABLES}")]
