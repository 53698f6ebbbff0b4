"""`spanledger setup`: bring the database up to date; `up` and docker-compose.yml run it before the rest."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from finops.prices.services import catalogue_sync
from finops.runtime.announcement import welcome_lines
from finops.runtime.first_run import BadAdministrator, prepare_installation


class Command(BaseCommand):
    help = "Applies migrations and, on a new installation, creates administrator, project and ingest key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """People read text, `up` reads JSON."""
        parser.add_argument("--json", action="store_true", help="print what was created as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, prepare, and say what was made."""
        call_command("migrate", interactive=False, verbosity=1, stdout=self.stderr)
        catalogue_sync()  # calls that arrive before there are prices would be unpriced
        try:
            welcome = prepare_installation()
        except BadAdministrator as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(welcome.as_dict() if welcome else None))
        else:
            self.stdout.write("\n".join(welcome_lines(welcome)))
