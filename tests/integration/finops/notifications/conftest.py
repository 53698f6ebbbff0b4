"""A receiver of messages on this machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.sinks import HttpSink, http_sink


@pytest.fixture
def hook(settings: Any) -> Iterator[HttpSink]:
    settings.PRIVATE_CHANNELS = True
    settings.MAIL_SERVER = None
    settings.PUBLIC_URL = "https://spend.example.com"
    with http_sink() as sink:
        yield sink
