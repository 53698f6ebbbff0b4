"""Every snippet of the README does what the README says, against a real instance."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.factories.instance import SPANLEDGER, Instance
from tests.factories.waiting import eventually

pytestmark = pytest.mark.processes
README = (Path(__file__).parents[2] / "README.md").read_text()
COST = Decimal("0.00039")  # as the README says; two calls are sent here


def snippet(heading: str, language: str) -> str:
    """The first block of code in that language below a heading."""
    section = re.split(rf"^#+ {re.escape(heading)}$", README, flags=re.MULTILINE)[1]
    found = re.search(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert found, heading
    return found[1]


class Reader:
    """Somebody who pastes the snippets, on ports of their own."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.keys = instance, dict[str, str]()
        self.addresses = {
            "http://localhost:8000": instance.runtime["web"],
            "http://localhost:4318": instance.runtime["otlp_http"],
            ".venv/bin/spanledger": SPANLEDGER,
        }

    def paste(self, text: str, *, into: tuple[str, ...] = ("bash", "-euo", "pipefail", "-c")) -> str:
        for written, here in self.addresses.items():
            text = text.replace(written, here)
        environment = {**self.instance.environment, **self.keys}
        done = subprocess.run([*into, text], env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def spend(self) -> list[dict]:
        """Rows of the snippets' team: other tests send to the same instance."""
        told = json.loads(self.paste(snippet("What you then see", "sh")))
        assert set(told) >= {"totals", "rows"}
        return [row for row in told["rows"] if row["team"] == "support"]


@pytest.fixture(scope="module")
def reader(instance: Instance) -> Reader:
    reader = Reader(instance)
    printed = reader.paste(snippet("Your first span", "sh") + 'echo "$INGEST_KEY $READ_KEY"')
    reader.keys = dict(zip(("INGEST_KEY", "READ_KEY"), printed.split(), strict=True))
    return reader


def test_the_keys_are_what_their_names_say(reader: Reader) -> None:
    assert reader.keys["INGEST_KEY"].startswith("sl_ingest_")
    assert reader.keys["READ_KEY"].startswith("sl_read_")


def test_a_span_from_python_and_one_from_curl_are_in_spend_as_the_readme_says(reader: Reader) -> None:
    reader.paste(snippet("Python", "python"), into=(sys.executable, "-c"))
    assert json.loads(reader.paste(snippet("curl", "sh"))) == {}
    (row,) = eventually(lambda: [row for row in reader.spend() if row["calls"] == 2], "both calls")
    assert row["response_model"] == "gpt-4o-mini"
    assert Decimal(row["cost"]) == 2 * COST
    assert f"costs ${COST} on **Spend**" in README


def test_javascript_and_python_send_the_same(reader: Reader) -> None:
    stated = re.compile(r'"((?:finops|gen_ai)\.[\w.]+)": ("[^"]+"|\d+)')
    assert dict(stated.findall(snippet("JavaScript", "js"))) == dict(
        stated.findall(snippet("Python", "python"))
    )


def test_the_collector_sends_to_the_receiver_with_a_key() -> None:
    configuration = yaml.safe_load(snippet("OpenTelemetry Collector", "yaml"))
    [(name, exporter)] = configuration["exporters"].items()
    assert exporter["endpoint"] == "http://localhost:4318"
    assert exporter["headers"] == {"authorization": "Bearer ${env:INGEST_KEY}"}
    assert configuration["service"]["pipelines"]["traces"]["exporters"] == [name]
