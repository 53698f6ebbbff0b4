from django.db import migrations

from finops.core.db.migrations import run_sql_file

COLUMNS = "DROP COLUMN entry_tokens, DROP COLUMN tool_count, DROP COLUMN tool_repeats"


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0003_logs_and_metrics")]
    operations = [run_sql_file(__file__, "loops.sql", reverse=f"ALTER TABLE trace {COLUMNS}")]
