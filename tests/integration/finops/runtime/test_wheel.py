"""What `pip install .` installs is complete."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = target.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def tracked(*folders: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_it_holds_every_module_query_and_migration(names) -> None:
    assert set(tracked("finops", "ingest")) <= names


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_it_holds_templates_and_static_files(names, folder) -> None:
    assert {f"finops/_{name}" for name in tracked(folder)} <= names


def test_it_installs_the_command(names) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in names)


def test_tests_and_data_stay_out(names) -> None:
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
