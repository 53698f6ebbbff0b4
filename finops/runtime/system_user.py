"""Postgres refuses to run as root: then it runs as a system user for whom little else is opened."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

SYSTEM_USER = "embedded_postgres"
TRAVERSE = stat.S_IXOTH
READ = stat.S_IROTH


class Identity(TypedDict, total=False):
    """Arguments of `subprocess` that choose the user; none of them when we are not root."""

    user: int
    group: int
    extra_groups: list[int]


def postgres_identity(binaries: Path) -> Identity:
    """As whom Postgres runs. As root, the user is made and may read the programs."""
    if os.geteuid() != 0:
        return {}
    entry = _system_user()
    identity: Identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    let_through(binaries, identity)
    for file in binaries.parent.rglob("*"):
        _open(file, READ | TRAVERSE if file.is_dir() or file.stat().st_mode & stat.S_IXUSR else READ)
    return identity


def let_through(directory: Path, identity: Identity) -> None:
    """Let the other user pass through a directory and its parents; it still cannot list them."""
    if identity:
        for place in (directory, *directory.parents):
            _open(place, TRAVERSE)


def grant(directory: Path, identity: Identity) -> None:
    """Make the directory the other user's own."""
    if identity:
        shutil.chown(directory, identity["user"], identity["group"])


def _open(path: Path, bits: int) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)  # another start may make it at this moment
        return pwd.getpwnam(SYSTEM_USER)
