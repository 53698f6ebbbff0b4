"""No parameters, however hostile, make the API or a page fail."""

import base64
import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.spend.dimensions import DIMENSIONS
from tests.factories.people import browser, person
from tests.factories.rollups import charge, roll_up, trace

pytestmark = pytest.mark.django_db
NAMES = [
    "start",
    "end",
    "from",
    "to",
    "range",
    "group_by",
    "interval",
    "limit",
    "cursor",
    "counted",
    "unpriced",
    "errors",
    "settled",
    "trace_id",
    "q",
    "without",
    "rows",
    "span",
    "notable",
]
SPELLINGS = [*DIMENSIONS, *(f"filter[{name}]" for name in DIMENSIONS)]
PATHS = [*(f"/api/v1/{name}" for name in ("spend", "charges", "traces", "batches"))]
PATHS += ["/spend/", "/spend.csv", "/charges/", "/traces/", "/unpriced/"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-11-14T12:00:00Z"),
    lambda inner: st.lists(inner, max_size=7),
    max_leaves=8,
)
cursors = json_values.map(json.dumps).map(lambda text: base64.urlsafe_b64encode(text.encode()).decode())
words = [
    "team",
    "customer",
    "user",
    "team,customer",
    "day",
    "month",
    "true",
    "false",
    "1",
    "50",
    "7d",
    "year",
    "shop",
    "-1",
    "1e9",
    "٣",
    "%",
    "'--",
]
times = ["2026-11-01", "2026-11-30", "0001-01-01", "9999-12-31", "2026-11-14T12:00:00+14:00"]
plausible = st.sampled_from([*words, *times, "", "a" * 32, "9" * 40, "\x00"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-11-14T12:00:00Z"),
    lambda inner: st.lists(inner, max_size=7),
    max_leaves=8,
)
cursors = json_values.map(
    lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
)
plausible = st.sampled_from(
    ["", "team", "customer", "user", "team,customer", "day", "month", "true", "false", "1", "50", "2026-11-01",
     "2026-11-30", "0001-01-01", "9999-12-31", "2026-11-14T12:00:00+14:00", "7d", "year", "a" * 32, "\x00", "'--", "%",
     "-1", "1e9", "٣", "9" * 40, "shop"]
)  # fmt: skip
values = plausible | cursors | st.text(max_size=20)
queries = st.lists(st.tuples(st.sampled_from(NAMES + SPELLINGS) | st.text(max_size=8), values), max_size=5)
examples = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def client() -> Client:
    charge(team="a", customer="acme")
    trace(team="a")
    roll_up()
    return browser(person("engineer"))


@pytest.mark.parametrize("path", PATHS)
@examples
@given(query=queries)
def test_any_parameters_are_answered_or_refused(
    client: Client, path: str, query: list[tuple[str, str]]
) -> None:
    response = client.get(f"{path}?{urlencode(query)}")
    assert response.status_code in {200, 400}, (path, query)
    if response.streaming:
        assert b"".join(response.streaming_content)
