from django.db import migrations

from finops.core.db.migrations import run_sql_file

KEYS = (("customer_daily_coarse", "customer"), ("user_daily_coarse", "end_user"), ("customer_run_daily", "customer"))
BACK = ";".join(
    f"""DELETE FROM {table} WHERE {column} IS NULL; DROP INDEX {table}_key;
    ALTER TABLE {table} ADD PRIMARY KEY (day, {column}, project_id)"""
    for table, column in KEYS
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_coarse_rollups")]
    operations = [run_sql_file(__file__, "nobody.sql", reverse=BACK)]
