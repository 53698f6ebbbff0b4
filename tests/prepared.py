"""A database cluster in which all migrations have run, made once a day and copied by whatever starts one.

Running a hundred migrations takes seconds, and a whole run of tests starts a dozen databases. What an empty
one goes through is tested where a database is given (runtime/test_up.py) and whenever this copy is made.
"""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "prepared"
MADE_OF = ("finops/**/migrations/*.py", "finops/**/*.sql", "requirements.lock", "tests/prepared.py")


def copy_to(data: Path) -> None:
    """Make this directory, which does not exist yet, a cluster whose database is up to date."""
    data.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(_cluster()), str(data)], check=True)


def _cluster() -> Path:
    """The one to copy, made by whoever comes first."""
    BUILD.mkdir(parents=True, exist_ok=True)
    made = BUILD / _name()
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for former in BUILD.iterdir():
                if former.is_dir():
                    shutil.rmtree(former)
            _make(made)
    return made


def _name() -> str:
    found = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        found.update(path.read_bytes())
    return f"{dt.datetime.now(dt.UTC).date()}-{found.hexdigest()[:16]}"  # partitions are of days


def _make(data: Path) -> None:
    from finops.runtime.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="sl-pre-") as place:
        home = Path(place)
        home.chmod(0o755)
        server = EmbeddedPostgres(home / "pg", home / "s", home / "log")
        server.start()
        environment = {
            **os.environ,
            "DATABASE_URL": server.url,
            "BROKER_URL": "redis://nobody",
            "SPANLEDGER_HOME": place,
            "SPANLEDGER_SECRET_KEY": "only-for-tests",
        }
        command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
        try:
            subprocess.run(command, env=environment, check=True, cwd=ROOT)
        finally:
            server.stop()
        shutil.move(home / "pg", data)
