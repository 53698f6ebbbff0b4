"""Plotly's own script, served from its package under a path that names its version."""

import gzip
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FILE = "plotly.min.js"


@cache  # looking up a version reads the files of the package
def static_path() -> str:
    """The script's path below `STATIC_URL`."""
    return f"plotly-{version('plotly')}/{FILE}"


def directory() -> Path:
    """Where the installed package keeps its script."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package plotly is not installed.")
    return Path(spec.origin).parent / "package_data"


def compressed(package: Path, home: Path) -> Path:
    """A directory with the script and, beside it, the script compressed: 1.5 MB in place of 4.8.

    It is made once below the data directory; where that cannot be written the package serves as it is.
    """
    target = home / "static" / static_path()
    if target.with_name(f"{FILE}.gz").exists():
        return target.parent
    if not home.is_dir():
        return package
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (package / FILE).read_bytes()
        _write(target, content)
        _write(target.with_name(f"{FILE}.gz"), gzip.compress(content, mtime=0))
    except OSError:
        return package
    return target.parent


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: several web processes start at once."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


class PlotlyFinder(BaseFinder):
    """Finds that one file, not the data sets beside it."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file for its versioned path, as Django's finders answer."""
        if path != static_path():
            return []
        found = str(compressed(directory(), settings.HOME) / FILE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """The file with the storage it lies in."""
        storage = FileSystemStorage(location=compressed(directory(), settings.HOME))
        storage.prefix = static_path().removesuffix(f"/{FILE}")  # type: ignore[attr-defined]
        yield FILE, storage
