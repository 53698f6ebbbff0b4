"""Plotly's own script, served from its package under a path that names its version."""

from collections.abc import Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FILE = "plotly.min.js"


def static_path() -> str:
    """The script's path below `STATIC_URL`."""
    return f"plotly-{version('plotly')}/{FILE}"


def directory() -> Path:
    """Where the installed package keeps its script."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package plotly is not installed.")
    return Path(spec.origin).parent / "package_data"


class PlotlyFinder(BaseFinder):
    """Finds that one file, not the data sets beside it."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file for its versioned path, as Django's finders answer."""
        if path != static_path():
            return []
        found = str(directory() / FILE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """The file with the storage it lies in."""
        storage = FileSystemStorage(location=directory())
        storage.prefix = static_path().removesuffix(f"/{FILE}")  # type: ignore[attr-defined]
        yield FILE, storage
