"""The `spanledger` console script."""

import os
import sys


def main() -> None:
    """Run a management command, as `manage.py` does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
