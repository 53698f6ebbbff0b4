"""Where one instance keeps everything: the directories and files below `SPANLEDGER_HOME`."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 100  # bytes: the kernel allows 104 (macOS) or 108 (Linux), its end included
LOG_LIMIT = 10_000_000  # bytes


class HomeUnusable(RuntimeError):
    """The data directory cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Home:
    """The data directory of one instance."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """The broker's snapshot."""
        return self.path / "valkey"

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.path / "log"

    @property
    def lock(self) -> Path:
        """Held by the one supervisor of this home."""
        return self.path / "lock"

    @property
    def runtime(self) -> Path:
        """Addresses and processes of the running instance, for other commands, tools and tests."""
        return self.path / "runtime.json"

    @property
    def processes(self) -> Path:
        """What the supervisor started, with start times, to be found again after a crash."""
        return self.path / "processes.json"

    @property
    def secret_key(self) -> Path:
        """The signing key of sessions."""
        return self.path / "secret_key"

    @property
    def schedule(self) -> Path:
        """When beat last sent what."""
        return self.path / "beat" / "schedule"

    @property
    def sockets(self) -> Path:
        """Unix sockets: below the home, or in the temporary directory when that path is too long for one."""
        inside = self.path / "run"
        if len(os.fsencode(inside / "postgres" / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return inside
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"spanledger-{name}"

    def log(self, name: str) -> Path:
        """The log file of a process."""
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Make the directories. Raises HomeUnusable when the place is not ours to write to."""
        mode = 0o711 if os.geteuid() == 0 else 0o700  # as root, Postgres passes through as another user
        try:
            for directory in (self.path, self.sockets):
                directory.mkdir(parents=True, exist_ok=True)
            _require_own(self.sockets)
            for directory in (self.path, self.sockets):
                directory.chmod(mode)
            for directory in (self.logs, self.valkey, self.schedule.parent):
                directory.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise HomeUnusable(
                f"{error.filename}: {error.strerror}. Set SPANLEDGER_HOME elsewhere."
            ) from None

    def rotate_logs(self) -> None:
        """Set large logs aside, keeping one older file of each."""
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))


def _require_own(directory: Path) -> None:
    """In the temporary directory somebody else may have been there first, to reach our database."""
    if directory.is_symlink() or directory.stat().st_uid != os.geteuid():
        raise HomeUnusable(f"{directory} belongs to another user. Set SPANLEDGER_HOME to a shorter path.")
