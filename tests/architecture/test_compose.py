"""docker-compose.yml runs what `spanledger up` runs."""

from pathlib import Path

import pytest
import yaml

from finops.runtime.postgres import SETTINGS
from finops.runtime.programs import program_table

ROOT = Path(__file__).parents[2]
ONLY_EMBEDDED = {"listen_addresses", "unix_socket_permissions"}  # there Postgres listens on a private socket


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


@pytest.mark.parametrize(
    "program",
    program_table(
        python="python", bind="0.0.0.0", http_port=8000, schedule=Path("/var/lib/spanledger/schedule")
    ),
    ids=lambda program: program.name,
)
def test_a_service_runs_the_command_of_the_process_table(services, program) -> None:
    assert tuple(services[program.name]["command"]) == program.command


def test_migrations_run_before_everything_else(services) -> None:
    assert services["migrate"]["command"] == ["spanledger", "setup"]
    for name in ("web", "ingest", "worker", "beat"):
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_postgres_has_the_settings_of_the_embedded_one(services) -> None:
    given = dict(option.removeprefix("--").split("=") for option in services["postgres"]["command"][1:])
    assert given == {name: value.strip("'") for name, value in SETTINGS.items() if name not in ONLY_EMBEDDED}


def test_the_collector_keeps_its_queue_on_disk_and_never_gives_up() -> None:
    exporter = yaml.safe_load((ROOT / "docker" / "collector.yaml").read_text())["exporters"]["otlphttp"]
    assert exporter["sending_queue"]["storage"] == "file_storage"
    assert exporter["retry_on_failure"]["max_elapsed_time"] == "0s"
