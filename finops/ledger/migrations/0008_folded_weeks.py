from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_weekly_spend"), ("accounts", "0006_folded_until")]
    operations = [run_sql_file(__file__, "folded_weeks.sql", reverse=migrations.RunSQL.noop)]
