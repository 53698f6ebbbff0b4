"""Plotly's script is compressed once, below the data directory."""

import gzip
from pathlib import Path

from finops.core import plotly


def package(tmp_path: Path, content: bytes = b"plot" * 1000) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / plotly.FILE).write_bytes(content)
    return folder


def test_the_script_lies_beside_its_compressed_form(tmp_path: Path) -> None:
    found = plotly.compressed(package(tmp_path), tmp_path)
    assert (found / plotly.FILE).read_bytes() == b"plot" * 1000
    assert gzip.decompress((found / f"{plotly.FILE}.gz").read_bytes()) == b"plot" * 1000
    assert sorted(path.name for path in found.iterdir()) == [plotly.FILE, f"{plotly.FILE}.gz"]


def test_it_is_made_once(tmp_path: Path) -> None:
    source = package(tmp_path)
    first = plotly.compressed(source, tmp_path)
    written = (first / f"{plotly.FILE}.gz").stat().st_mtime_ns
    assert plotly.compressed(source, tmp_path) == first
    assert (first / f"{plotly.FILE}.gz").stat().st_mtime_ns == written


def test_without_a_data_directory_the_package_serves_as_it_is(tmp_path: Path) -> None:
    source = package(tmp_path)
    assert plotly.compressed(source, tmp_path / "absent") == source
    (tmp_path / "static").write_text("in the way")
    assert plotly.compressed(source, tmp_path) == source
