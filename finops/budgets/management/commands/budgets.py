"""`spanledger budgets`: budgets as a YAML file that lives in git."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from finops.budgets.importing import Imported, exported, import_file
from finops.budgets.models import Budget
from finops.budgets.yaml_file import MOST_BYTES, BadFile

ACTOR = "spanledger budgets"


class Command(BaseCommand):
    help = "Writes all budgets as YAML, or takes over what such a file says."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which file."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="export|import")
        actions.add_parser("export", help="print all budgets")
        importing = actions.add_parser("import", help="take over a file, all of it or nothing")
        importing.add_argument("file", help="path of the file, or - for standard input")
        importing.add_argument("--dry-run", action="store_true", help="only say what would change")
        importing.add_argument("--prune", action="store_true", help="archive budgets the file does not name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export or import."""
        if options["action"] == "export":
            active = Budget.objects.filter(archived_at=None).select_related("owner_team")
            self.stdout.write(exported(active), ending="")
            return
        try:
            found = import_file(
                _content(options["file"]),
                ACTOR,
                timezone.now(),
                prune=options["prune"],
                dry_run=options["dry_run"],
            )
        except BadFile as wrong:
            raise CommandError("\n".join(["Nothing was imported.", *wrong.problems])) from None
        self._tell(found, would=options["dry_run"])

    def _tell(self, found: Imported, *, would: bool) -> None:
        for what, names in found._asdict().items():
            for name in names if what != "unchanged" else []:
                self.stdout.write(f"{'would be ' if would else ''}{what}: {name}")
        self.stdout.write(f"{len(found.unchanged)} left as they were")


def _content(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as problem:
        raise CommandError(f"{name} cannot be read: {problem.strerror}.") from None
