"""Schema in `.sql` files: what the ORM cannot express (partitions, key order, numeric scale)."""

from pathlib import Path

from django.db import migrations


def run_sql_file(package_file: str, name: str, *, reverse: str) -> migrations.RunSQL:
    """A migration operation that runs `sql/<name>` beside the package of `package_file`'s migrations."""
    path = Path(package_file).resolve().parent.parent / "sql" / name
    return migrations.RunSQL(path.read_text(), reverse_sql=reverse)
