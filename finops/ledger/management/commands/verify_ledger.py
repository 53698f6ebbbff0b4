"""`spanledger verify_ledger`: recompute the ledger and compare it with what is stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finops.ledger.management.arguments import moment
from finops.ledger.settling.closure import EPOCH
from finops.ledger.verification import verify


class Command(BaseCommand):
    help = "Recomputes ownership, dimensions, costs and rollups and compares them to the last digit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From when, and how many differences to print."""
        parser.add_argument(
            "--since", type=moment, default=EPOCH, metavar="YYYY-MM-DD", help="first day to check"
        )
        parser.add_argument("--limit", type=int, default=100, help="differences to print; all are counted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print and fail when anything differs."""
        count = 0
        with verify(options["since"]) as verification:
            if verification.unsettled_batches:
                self.stdout.write(
                    f"{verification.unsettled_batches} batches are not settled; their traces are left out."
                )
            for difference in verification.differences:
                count += 1
                if count <= options["limit"]:
                    self.stdout.write(str(difference))
        if count:
            raise CommandError(f"The ledger differs from its spans, prices or charges in {count} places.")
        self.stdout.write("The ledger agrees with its spans, prices and charges to the last digit.")
