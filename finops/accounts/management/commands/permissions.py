"""`manage.py permissions`."""

from typing import Any

from django.core.management.base import BaseCommand

from finops.accounts import permission_table


class Command(BaseCommand):
    """Prints docs/permissions.md from the table in the code."""

    help = "Print docs/permissions.md from the table in the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(permission_table.document(), ending="")
