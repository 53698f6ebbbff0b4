"""`spanledger create_key`: a key for a project, for people and scripts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finops.accounts import services
from finops.accounts.models import Scope

ACTOR = "spanledger create_key"


class Command(BaseCommand):
    help = "Creates a key, and its project when needed, and prints only the key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Project, scope and a name to recognise the key by."""
        parser.add_argument("--project", required=True, help="name of the project")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.INGEST.value)
        parser.add_argument("--name", default="", help="to recognise the key by in Settings")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create and print."""
        try:
            project = services.project_get_or_create(options["project"].strip(), actor=ACTOR)
        except services.Refused as refused:
            raise CommandError(str(refused)) from None
        _, secret = services.key_create(
            project=project, scope=options["scope"], name=options["name"], actor=ACTOR
        )
        self.stdout.write(secret)
