"""Finding pages, names and trace ids, as far as a person may open them."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from finops.accounts.models import Role
from finops.accounts.permissions import CAPABILITIES
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, charge, project, roll_up, span, trace

pytestmark = pytest.mark.django_db
TRACE = uuid.UUID("4bf92f3577b34da6a3ce929d0e0e4736")
SECRET = "refund-the-secret-prompt"
HIT = re.compile(r'<a class="hit" href="([^"]+)">.*?<span class="hit-name">([^<]*)</span>', re.DOTALL)


@pytest.fixture
def ledger() -> None:
    """A team, two models, a journey, a customer and a trace that says more than its name."""
    charge(team="refunds", journey="refund-request", customer="Refinery Ltd", response_model="gpt-5")
    charge(team="Growth", response_model="gpt-5-mini-2025-08-07")
    trace(trace_id=TRACE, start_time=NOON, name="POST /refund")
    span(trace_id=TRACE, start_time=NOON, name="chat", content={"gen_ai.input.messages": SECRET})
    roll_up()


def found(client: Client, text: str) -> dict[str, str]:
    """Names and addresses of what is found."""
    answer = client.get(reverse("search"), {"q": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return {name: address for address, name in HIT.findall(answer.content.decode())}


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("refunds", "refunds", "/spend/?team=refunds"),
        ("REQUEST", "refund-request", "/journey/?journey=refund-request"),
        ("refinery", "Refinery Ltd", "/customer/?customer=Refinery"),
        ("5-mini", "gpt-5-mini-2025-08-07", "/model/?response_model=gpt-5-mini-2025-08-07"),
        ("spen", "Spend", "/spend/"),
    ],
)
def test_a_part_of_the_name_finds_it_whatever_its_case(
    ledger: None, text: str, name: str, address: str
) -> None:
    client = browser(person(Role.FINANCE))
    found_at = found(client, text)[name]
    assert found_at.startswith(address)
    assert client.get(found_at).status_code == 200


def test_what_begins_with_the_text_comes_first_and_then_what_is_shorter(ledger: None) -> None:
    charge(response_model="a-gpt")
    names = list(found(browser(person(Role.FINANCE)), "gpt"))
    assert names == ["gpt-5", "gpt-5-mini-2025-08-07", "a-gpt"]


@pytest.mark.parametrize("text", [TRACE.hex, TRACE.hex[:8], str(TRACE), f" {TRACE.hex.upper()} "])
def test_a_trace_is_found_by_its_id_or_the_eight_digits_that_lists_show(ledger: None, text: str) -> None:
    hits = found(browser(person(Role.FINANCE)), text)
    assert hits == {"POST /refund": reverse("trace", args=[project().pk, TRACE])}


@pytest.mark.parametrize("text", [TRACE.hex[:7], TRACE.hex[1:], "f" * 33, "zzzzzzzz"])
def test_fewer_digits_or_others_find_no_trace(ledger: None, text: str) -> None:
    assert found(browser(person(Role.FINANCE)), text) == {}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_finds_anything_by_what_was_said_in_a_trace(ledger: None, role: Role) -> None:
    assert found(browser(person(role)), SECRET) == {}


@pytest.mark.parametrize("role", list(Role))
def test_pages_are_found_by_those_who_may_open_them(role: Role) -> None:
    client = browser(person(role))
    assert ("Audit log" in found(client, "audit")) == (role is Role.ADMIN)
    for address in found(client, "").values():
        assert client.get(address, follow=True).status_code == 200


def test_a_role_that_may_see_neither_spend_nor_traces_finds_neither(
    ledger: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CAPABILITIES, Role.FINANCE, frozenset())
    client = browser(person(Role.FINANCE))
    assert found(client, "re") == found(client, TRACE.hex) == found(client, "") == {}


def test_the_page_works_without_script_and_keeps_what_was_asked(ledger: None) -> None:
    shown = browser(person(Role.LEAD)).get(reverse("search"), {"q": '"refunds'}).content.decode()
    assert 'value="&quot;refunds"' in shown
    assert "Nothing is called" in shown


@pytest.mark.parametrize("text", ["\x00", "x" * 513])
def test_what_cannot_be_a_name_is_refused_with_a_reason(text: str) -> None:
    answer = browser(person(Role.LEAD)).get(reverse("search"), {"q": text})
    assert answer.status_code == 400
    assert "This address cannot be answered" in answer.content.decode()


def test_percent_and_underscore_are_letters_like_others(ledger: None) -> None:
    assert found(browser(person(Role.LEAD)), "%") == found(browser(person(Role.ADMIN)), "_") == {}


def test_a_search_asks_three_questions_of_the_ledger_however_much_it_holds(
    ledger: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(person(Role.FINANCE))
    found(client, "gpt")
    with django_assert_num_queries(5):  # session, person; names, customers; the organisation's time zone
        found(client, "gpt")
    with django_assert_num_queries(6):  # and traces
        found(client, TRACE.hex)
