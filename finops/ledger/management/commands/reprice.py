"""`spanledger reprice`: what stored charges would cost at the prices known now, and make it so."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from finops.core.formatting import counted, exact_amount
from finops.ledger.management.arguments import moment
from finops.ledger.repricing import ALL, UNPRICED, Difference, Wanted, preview, reprice
from finops.ledger.settling.closure import EPOCH

TOMORROW = dt.timedelta(days=1)


class Command(BaseCommand):
    help = "Shows what stored calls without a price would cost now; --apply writes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which charges, and whether to write."""
        parser.add_argument(
            "--from", type=moment, default=EPOCH, dest="start", metavar="YYYY-MM-DD", help="first day (UTC)"
        )
        parser.add_argument(
            "--to", type=moment, dest="last", metavar="YYYY-MM-DD", help="last day (UTC); otherwise today"
        )
        parser.add_argument(
            "--all", action="store_true", help="also calls that have a price, at the prices in force now"
        )
        parser.add_argument("--apply", action="store_true", help="write it; without, nothing changes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show or write the difference."""
        last = options["last"] or dt.datetime.now(dt.UTC)
        wanted = Wanted(options["start"], last + TOMORROW, ALL if options["all"] else UNPRICED)
        found = reprice(wanted) if options["apply"] else preview(wanted)
        self.stdout.write(_told(found, applied=options["apply"]))


def _told(found: Difference, *, applied: bool) -> str:
    if not found.charges:
        return "Every charge has the price that is known for it: nothing changes."
    charges, priced = counted(found.charges, "charge"), counted(found.newly_priced, "counted call")
    text = (
        f"{charges} {'changed' if applied else 'would change'}; "
        f"{priced} without a cost {'got' if applied else 'would get'} one. "
        f"What counts of them: {exact_amount(found.before)} before, {exact_amount(found.after)} after."
    )
    return text if applied else f"{text}\nNothing is written yet: add --apply."
