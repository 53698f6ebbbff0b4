from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_runs")]
    operations = [run_sql_file(__file__, "repricing.sql", reverse="DROP TABLE repricing")]
