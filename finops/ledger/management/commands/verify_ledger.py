"""`spanledger verify_ledger`: recompute the ledger and compare it with what is stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finops.core.formatting import counted
from finops.ledger.management.arguments import moment
from finops.ledger.settling.closure import EPOCH
from finops.ledger.verification import verify


class Command(BaseCommand):
    help = "Recomputes ownership, dimensions, costs and rollups and compares them to the last digit."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From when, and how many differences to print."""
        parser.add_argument(
            "--since", type=moment, default=EPOCH, metavar="YYYY-MM-DD", help="first day to check"
        )
        parser.add_argument("--limit", type=int, default=100, help="differences to print; all are counted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print and fail when anything differs."""
        found = 0
        with verify(options["since"]) as verification:
            if verification.unsettled_batches:
                batches = counted(verification.unsettled_batches, "unsettled batch", "unsettled batches")
                self.stdout.write(f"Left out: the traces of {batches}.")
            for difference in verification.differences:
                found += 1
                if found <= options["limit"]:
                    self.stdout.write(str(difference))
        if found:
            places = counted(found, "place")
            raise CommandError(f"The ledger differs from its spans, prices or charges in {places}.")
        self.stdout.write("The ledger agrees with its spans, prices and charges to the last digit.")
