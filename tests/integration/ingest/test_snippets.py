"""The programs of the first page bring a priced call as they are printed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from finops.overview.snippets import ways
from tests.factories.receiver import Receiver

pytestmark = pytest.mark.processes
RUN = {"python": [sys.executable], "curl": ["sh"]}


@pytest.mark.parametrize("name", RUN)
def test_a_program_pasted_into_a_file_sends_a_call_with_its_team_and_price(
    name: str, receiver: Receiver, query: Any, tmp_path: Path
) -> None:
    (way,) = [way for way in ways(receiver.key, otlp=receiver.url) if way.name == name]
    program = tmp_path / "hello"
    program.write_text(way.text)
    done = subprocess.run([*RUN[name], program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    receiver.settle()
    found = query(
        "SELECT counted, cost > 0, team, journey, service FROM charge"
        " JOIN dimension_set ON dimension_set.id = dimension_set_id WHERE charge.project_id = %s",
        receiver.project_id,
    )
    assert found == [(True, True, "platform", "hello", "hello")]
