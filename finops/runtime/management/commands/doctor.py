"""`spanledger doctor`: is everything in order, and if not, what to do."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from finops.runtime.configuration import read_configuration
from finops.runtime.diagnosis import diagnose


class Command(BaseCommand):
    help = "Checks what Spanledger needs and says how to mend what is missing; status 1 when something is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each check."""
        healthy = True
        urls = settings.DATABASE_URL, settings.BROKER_URL
        for finding in diagnose(read_configuration(), settings.RUNTIME, *urls):
            self.stdout.write(str(finding))
            healthy = healthy and finding.ok
        if not healthy:
            sys.exit(1)
