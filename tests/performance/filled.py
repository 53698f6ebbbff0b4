"""An instance that runs already and holds the volume: nothing is filled, and nothing is stopped."""

import os
from pathlib import Path

from tests.factories.instance import Instance


class Filled(Instance):
    """The one of this home; its administrator's password is in SPANLEDGER_ADMIN_PASSWORD."""

    def __init__(self, home: Path) -> None:
        super().__init__(home.resolve())
        if not self.runtime:
            raise SystemExit(f"Nothing runs in {home}: start it with SPANLEDGER_HOME={home} spanledger up.")

    @property
    def output(self) -> str:
        """What its first start printed of how to sign in."""
        email = os.environ.get("SPANLEDGER_ADMIN_EMAIL", "admin@localhost")
        return f"Sign in as  {email}\n  Password    {os.environ['SPANLEDGER_ADMIN_PASSWORD']}\n"
