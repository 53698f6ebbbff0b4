from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_initial")]
    operations = [run_sql_file(__file__, "schema.sql", reverse="DROP TABLE ledger_check, user_daily, customer_daily, spend_daily, spend_quarter_hour, charge")]
