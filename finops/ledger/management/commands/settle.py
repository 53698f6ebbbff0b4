"""`spanledger settle`: settle in this process until nothing is left."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finops.core.formatting import counted
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.worker import settle_all, settle_and_wait


class Command(BaseCommand):
    help = "Settles stored spans in this process until nothing is unsettled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to wait for others."""
        parser.add_argument(
            "--wait", action="store_true", help="also wait for the batches that workers are settling"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle, and fail when some batches cannot be settled."""
        with settling_connection() as connection:
            progress = (
                settle_and_wait(connection) if options["wait"] else settle_all(connection, impatient=True)
            )
        batches, spans = counted(progress.batches, "batch", "batches"), counted(progress.spans, "span")
        self.stdout.write(
            f"Settled {batches} with {spans}; {counted(progress.charges_changed, 'charge')} changed."
        )
        if progress.failed:
            numbers = ", ".join(map(str, sorted(progress.failed)))
            raise CommandError(
                f"These batches could not be settled: {numbers}. The Ingestion page and the column "
                "`batch.error` say why; the next run tries them again."
            )
