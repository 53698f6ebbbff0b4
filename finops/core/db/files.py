"""Hand-written SQL, one statement per file."""

from pathlib import Path


def read_sql(module_file: str, name: str) -> str:
    """The text of `sql/<name>` in the feature folder of a module, which may lie in a folder of its own."""
    for folder in Path(module_file).resolve().parents:
        path = folder / "sql" / name
        if path.exists():
            return path.read_text()
    raise FileNotFoundError(f"no sql/{name} above {module_file}")
