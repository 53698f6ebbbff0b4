"""The log records of a trace."""

import datetime as dt
import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from finops.accounts.models import Role
from finops.audit.models import Entry
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, log_record, project, span, trace

pytestmark = pytest.mark.django_db
SAID = "the customer's secret question"


@pytest.fixture
def trace_id() -> uuid.UUID:
    """A trace of the team support."""
    made = uuid.uuid4()
    trace(trace_id=made, team="support", name="refund")
    span(trace_id=made, name="refund")
    return made


def address(trace_id: uuid.UUID) -> str:
    return f"/traces/{project().pk}/{trace_id.hex}/logs/"


def test_a_trace_links_to_its_logs_when_it_has_any(trace_id: uuid.UUID) -> None:
    visitor = browser(person("engineer"))
    page = f"/traces/{project().pk}/{trace_id.hex}/"
    assert "Logs of this trace" not in visitor.get(page).content.decode()
    log_record(trace_id=trace_id)
    assert address(trace_id) in visitor.get(page).content.decode()


def test_records_come_in_the_order_of_time_page_by_page(
    trace_id: uuid.UUID, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(150):
        log_record(trace_id=trace_id, time=NOON + dt.timedelta(seconds=number), event_name=f"event-{number}.")
    log_record(trace_id=uuid.uuid4(), event_name="of-another-trace")
    visitor = browser(person("engineer"))
    with django_assert_max_num_queries(12):
        first = visitor.get(address(trace_id))
    following = first.context["page"].next
    later = visitor.get(address(trace_id), {"cursor": following})
    names = [one.event_name for page in (first, later) for one in page.context["page"].records]
    assert names == [f"event-{number}." for number in range(150)]
    assert later.context["page"].next is None


def test_a_record_says_how_bad_it_is_and_in_which_span(trace_id: uuid.UUID) -> None:
    log_record(trace_id=trace_id, severity=17, span_id=5, attributes={"http.route": "/refund"})
    html = browser(person("engineer")).get(address(trace_id)).content.decode()
    assert "error" in html and "/refund" in html and "span=0000000000000005" in html


def test_what_it_says_is_read_by_those_who_may_and_written_down(trace_id: uuid.UUID) -> None:
    log_record(trace_id=trace_id, content={"body": SAID})
    reader = browser(person("engineer"))
    listed = reader.get(address(trace_id))
    assert SAID not in listed.content.decode()
    ((key, _),) = listed.context["records"]
    said = reader.get(f"{address(trace_id)}{key}/")
    assert said.context["content"] == {"body": SAID}
    assert said["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="traces.content.read", target__startswith=trace_id.hex).count() == 1


@pytest.mark.parametrize(("role", "teams"), [(Role.FINANCE, ("support",)), (Role.LEAD, ("copilot",))])
def test_others_are_refused(trace_id: uuid.UUID, role: Role, teams: tuple[str, ...]) -> None:
    log_record(trace_id=trace_id, content={"body": SAID})
    visitor = browser(person(role, teams=teams))
    listed = visitor.get(address(trace_id))
    ((key, _),) = listed.context["records"]
    assert f"{key}/" not in listed.content.decode()
    assert visitor.get(f"{address(trace_id)}{key}/").status_code == 403


def test_a_trace_of_records_alone_has_a_page_of_logs_and_one_of_nothing_has_none(trace_id: uuid.UUID) -> None:
    alone = uuid.uuid4()
    log_record(trace_id=alone)
    visitor = browser(person("engineer"))
    assert visitor.get(address(alone)).status_code == 200
    assert visitor.get(address(uuid.uuid4())).status_code == 404
    assert visitor.get(address(trace_id), {"cursor": "nonsense"}).status_code == 400
