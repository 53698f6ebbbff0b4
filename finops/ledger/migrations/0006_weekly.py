from django.db import migrations

from finops.core.db.migrations import run_sql_file

TABLES = "latency_weekly, user_weekly_coarse, customer_weekly_coarse"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_nobody")]
    operations = [run_sql_file(__file__, "weekly.sql", reverse=f"DROP TABLE {TABLES}")]
