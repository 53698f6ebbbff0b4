"""What one `up` was asked to run, read once from the settings and the environment."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from finops.core import env
from finops.runtime.home import Home
from finops.runtime.ports import reachable


@dataclass(frozen=True)
class Configuration:
    """Addresses and servers of one instance. Empty URLs mean the embedded servers."""

    home: Home
    bind: str
    http_port: int
    otlp_http_port: int
    otlp_grpc_port: int
    database_url: str
    broker_url: str

    @property
    def ports(self) -> dict[str, int]:
        """Each port by the variable that sets it."""
        return {
            "SPANLEDGER_HTTP_PORT": self.http_port,
            "SPANLEDGER_OTLP_HTTP_PORT": self.otlp_http_port,
            "SPANLEDGER_OTLP_GRPC_PORT": self.otlp_grpc_port,
        }

    def addresses(self) -> dict[str, str]:
        """Where this machine reaches the instance."""
        host = reachable(self.bind)
        return {
            "web": f"http://{host}:{self.http_port}",
            "otlp_http": f"http://{host}:{self.otlp_http_port}",
            "otlp_grpc": f"http://{host}:{self.otlp_grpc_port}",
        }


def read_configuration() -> Configuration:
    """The configuration of this process. `runtime.json` is not asked: it may be of a run that is over."""
    return Configuration(
        home=Home(Path(settings.HOME)),
        bind=settings.BIND,
        http_port=settings.HTTP_PORT,
        otlp_http_port=settings.OTLP_HTTP_PORT,
        otlp_grpc_port=settings.OTLP_GRPC_PORT,
        database_url=env.text("DATABASE_URL"),
        broker_url=env.text("BROKER_URL"),
    )


def child_environment(home: Home, database_url: str, broker_url: str) -> dict[str, str]:
    """The environment of our processes."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "finops.settings",
        "PYTHONUNBUFFERED": "1",
        "SPANLEDGER_HOME": str(home.path),
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
    }


def management_command(*words: str) -> list[str]:
    """A management command as a child process of this Python."""
    return [sys.executable, "-m", "django", *words]
