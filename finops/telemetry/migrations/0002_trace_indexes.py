from django.db import migrations

from finops.core.db.migrations import run_sql_file

INDEXES = "trace_newest, trace_customer, trace_user, trace_session, trace_failed, trace_unpriced"


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0001_schema")]
    operations = [run_sql_file(__file__, "trace_indexes.sql", reverse=f"DROP INDEX {INDEXES}")]
