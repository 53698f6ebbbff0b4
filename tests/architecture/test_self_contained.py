"""The repository depends on no machine and no particular package registry."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOREIGN = re.compile(
    "|".join(
        [
            r"py[p]i\.org",
            r"python[h]osted",
            r"npm[j]s\.(org|com)",
            r"deb[.]debian",
            r"(?<![\w.])/(work|root)/",
        ]
    )
)


def test_nothing_names_a_registry_host_or_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or path.suffix in {".pb", ".png"} or not path.is_file():
            continue
        found += [f"{name}: {hit[0]}" for hit in FOREIGN.finditer(path.read_text(errors="ignore"))]
    assert found == []
