"""`spanledger sync_prices`: bring the installed genai-prices catalogue into the price book."""

from typing import Any

from django.core.management.base import BaseCommand

from finops.core.formatting import counted
from finops.prices.services import catalogue_sync


class Command(BaseCommand):
    help = "Add new catalogue prices and supersede changed ones; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        result = catalogue_sync()
        self.stdout.write(f"{counted(result.added, 'price')} added, {result.superseded:,} superseded.")
