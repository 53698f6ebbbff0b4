from django.db import migrations

from finops.core.db.migrations import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_folded_weeks"),
        ("attribution", "0002_rules"),
        ("accounts", "0009_project_owners"),
    ]
    operations = [run_sql_file(__file__, "reattribution.sql", reverse="DROP TABLE reattribution")]
