"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def sources() -> Iterator[Path]:
    for package in ("finops", "ingest"):
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return node.end_lineno - node.lineno + 1


def test_no_file_is_long() -> None:
    long = {str(path.relative_to(ROOT)): lines for path in sources() if (lines := count(path)) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": length(node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION
    }
    assert long == {}


def count(path: Path) -> int:
    return len(path.read_text().splitlines())
