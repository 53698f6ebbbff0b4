"""The pages of SLOs: what they say, who may change what, and what they refuse."""

import datetime as dt
import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from finops.accounts.models import Role
from finops.audit.models import Entry
from finops.core.formatting import SPACE
from finops.slos.evaluation import evaluate
from finops.slos.models import Slo
from tests.browser.pages import links
from tests.factories import people
from tests.factories.people import browser, person
from tests.factories.rollups import charge, roll_up, trace
from tests.factories.slos import MINUTE, SECOND, events, slo

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FORM = {
    "name": "Refunds are quick",
    "subject": "journey",
    "value": "refund",
    "indicator": "1",
    "threshold": "5000",
    "objective": "99",
    "window": "28d",
    "owner_team": "",
    "severity": "ticket",
    "minimum_events": "10",
    "missing_data": "ignore",
    "project": "",
    "environment": "",
    "description": "",
}


def body(client: Client, path: str) -> str:
    """What a page says, with plain spaces."""
    return people.body(client, path).replace(SPACE, " ")


def minute() -> dt.datetime:
    return timezone.now().replace(second=0, microsecond=0)


def test_an_empty_list_invites_those_who_may() -> None:
    assert "No SLO yet" in body(browser(person("admin")), "/slos/")
    page = body(browser(person("engineer")), "/slos/")
    assert "No SLO yet" in page and "New SLO" not in page.split("No SLO yet")[1]


def test_the_list_says_what_is_left_those_in_danger_first() -> None:
    calm, burning, new = slo(name="Calm", team="support"), slo(name="Fire"), slo(name="New", counted=False)
    events(calm, minute() - 30 * DAY, 10, good=999, total=1000)
    events(calm, minute() - DAY, 600, good=10_000, total=10_000)
    events(burning, minute() - 60 * MINUTE, 60, good=0, total=100)
    evaluate(minute())
    page = body(browser(person("engineer")), "/slos/")
    assert page.index("Fire") < page.index("New") and "1 of 3 SLOs burns its error budget too fast" in page
    assert "99.9 % of runs of journey refund end within 5.0 s" in page
    assert "% left" in page and "spent 1,000 times" in page and "support" in page
    assert new.name in page and "history is being counted" in page


def test_a_page_tells_budget_burn_rates_worst_traces_alerts_and_changes() -> None:
    one = slo(team="support", description="Call the desk.")
    now = minute()
    events(one, now - DAY, 1430, good=100, total=100)
    events(one, now - 10 * MINUTE, 10, good=60, total=100)
    slow = trace(journey="refund", start_time=now - 3 * MINUTE, duration_ns=9 * SECOND, name="POST /slow")
    trace(journey="refund", start_time=now - 3 * MINUTE, duration_ns=SECOND, name="POST /quick")
    evaluate(now)
    page = body(browser(person("engineer")), f"/slo/{one.pk}/")
    for told in (
        "Burning",
        "14.4",
        "1 h and 5 min",
        "Call the desk.",
        "made it",
        "Goes on",
        "POST /slow",
        slow.hex,
    ):
        assert told in page, told
    assert "In an hour 400 of 6,000 were bad, 66.67 times what is allowed; in 5 minutes 400 times." in page
    assert "POST /quick" not in page


def test_without_data_nothing_is_called_good() -> None:
    one = slo()
    page = body(browser(person("engineer")), f"/slo/{one.pk}/")
    assert "No data" in page and "neither good nor bad" in page
    assert "100 %" not in page


def test_a_form_makes_an_slo_in_nanoseconds_and_notes_who() -> None:
    answer = browser(person("admin")).post("/slos/new/", {**FORM, "save": "1"})
    made = Slo.objects.get()
    assert answer["Location"] == f"/slo/{made.pk}/"
    assert (made.threshold, made.objective) == (Decimal(5 * SECOND), Decimal(99))
    assert Entry.objects.get(action="slos.slo.create").detail["after"]["threshold"] == f"5.0{SPACE}s"


def test_a_change_is_told_on_its_page() -> None:
    client = browser(person("admin"))
    client.post("/slos/new/", {**FORM, "save": "1"})
    made = Slo.objects.get()
    client.post(f"/slo/{made.pk}/edit/", {**FORM, "objective": "99.5", "threshold": "2500", "save": "1"})
    page = body(client, f"/slo/{made.pk}/")
    assert "changed objective to 99.5 %, threshold to 2.5 s" in page
    made.refresh_from_db()
    assert made.threshold == Decimal("2.5") * SECOND


@pytest.mark.parametrize(
    ("change", "lesson"),
    [
        ({"threshold": ""}, "Say where good ends: milliseconds, 5000 for five seconds."),
        ({"indicator": "3", "threshold": ""}, "the dollars a run may cost, 0.05"),
        ({"subject": "response_model"}, "A model has calls, not runs."),
        ({"objective": "100"}, "99.999"),
        ({"objective": "NaN"}, "Enter a number"),
        ({"value": ""}, "This field is required"),
        ({"window": "1y"}, "1y"),
        ({"minimum_events": "0"}, "greater than or equal to 1"),
        ({"threshold": "-1"}, "greater than or equal to 0"),
        ({"name": "x" * 101}, "100"),
        ({"value": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_lesson(change: dict[str, str], lesson: str) -> None:
    answer = browser(person("admin")).post("/slos/new/", {**FORM, **change, "save": "1"})
    assert answer.status_code == 200 and lesson in answer.content.decode()
    assert not Slo.objects.exists()


def test_a_name_is_taken_once() -> None:
    slo(name=FORM["name"])
    answer = browser(person("admin")).post("/slos/new/", {**FORM, "save": "1"})
    assert "There is already an SLO named" in answer.content.decode()


def test_a_preview_says_what_it_would_have_been_and_stores_nothing() -> None:
    for place in range(20):
        seconds = 9 if place < 2 else 1
        trace(journey="refund", start_time=minute() - place * DAY - MINUTE, duration_ns=seconds * SECOND)
    client = browser(person("admin"))
    answer = client.post("/slos/new/", {**FORM, "preview": "1"})
    page = body(client, answer["Location"])
    assert "90 % of 20 runs were good in the last 28 days." in page
    assert "2 were bad, 10 times what 99 % allows." in page
    assert "Bad by day" in page and "allowed" in page
    assert not Slo.objects.exists()


def test_a_form_that_an_address_began_is_previewed_and_saved_as_it_is_sent() -> None:
    client = browser(person("admin"))
    began = {name: value for name, value in FORM.items() if name in ("value", "subject")}
    for path in (f"/slos/new/?{urlencode(began)}", "/slos/new/"):
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', people.body(client, path)))
        answer = client.post("/slos/new/", {**hidden, **FORM, "preview": "1"})
        page = body(client, answer["Location"])
        assert "Nothing was found" in page and "Somebody has changed this" not in page
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        client.post("/slos/new/", {**hidden, **FORM, "name": path, "save": "1"})
    assert Slo.objects.count() == 2


def test_a_preview_of_nothing_says_where_to_look() -> None:
    client = browser(person("admin"))
    page = body(client, client.post("/slos/new/", {**FORM, "preview": "1"})["Location"])
    assert "Nothing was found in the last 28 days." in page and "spelled" in page


def test_a_preview_says_which_alert_could_never_start() -> None:
    trace(journey="refund", start_time=minute() - DAY)
    client = browser(person("admin"))
    page = body(client, client.post("/slos/new/", {**FORM, "objective": "90", "preview": "1"})["Location"])
    assert "The alert over 1h would never start" in page


def test_leads_change_those_of_their_teams_only() -> None:
    mine, theirs, nobodys = slo(name="a", team="support"), slo(name="b", team="search"), slo(name="c")
    client = browser(person(Role.LEAD, teams=("support",)))
    assert client.get(f"/slo/{mine.pk}/edit/").status_code == 200
    for other in (theirs, nobodys):
        assert client.get(f"/slo/{other.pk}/edit/").status_code == 403
        answer = client.post(f"/slo/{other.pk}/archive/")
        assert (
            answer.status_code == 403 and "You may change what your own teams own." in answer.content.decode()
        )
        assert f"/slo/{other.pk}/edit/" not in body(client, f"/slo/{other.pk}/")
    given_away = client.post("/slos/new/", {**FORM, "owner_team": str(theirs.owner_team_id), "save": "1"})
    assert "Choose one of your teams: support." in given_away.content.decode()
    client.post("/slos/new/", {**FORM, "owner_team": str(mine.owner_team_id), "save": "1"})
    assert Slo.objects.filter(name=FORM["name"]).exists()


def test_archiving_asks_first() -> None:
    one, client = slo(), browser(person("admin"))
    assert "Archive Refunds are quick?" in body(client, f"/slo/{one.pk}/archive/")
    client.post(f"/slo/{one.pk}/archive/")
    assert client.get(f"/slo/{one.pk}/").status_code == 404
    assert "No SLO yet" in body(client, "/slos/")


def test_pages_cost_the_same_queries_whatever_they_hold() -> None:
    client = browser(person("engineer"))
    made = [slo(name=f"SLO {place}") for place in range(12)]
    events(made[0], minute() - DAY, 1000, good=1, total=2)
    evaluate(minute())
    counts = []
    for path in ("/slos/", f"/slo/{made[0].pk}/"):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] <= 9 and counts[1] <= 14, counts


def test_the_overview_says_which_budgets_burn() -> None:
    charge(time=timezone.now())
    roll_up()
    client = browser(person("engineer"))
    assert "None yet" in body(client, "/overview/")
    one, _ = slo(name="Fire"), slo(name="Calm")
    assert "no budget of 2 burns too fast" in body(client, "/overview/")
    events(one, minute() - 60 * MINUTE, 60, good=0, total=100)
    evaluate(minute())
    page = body(client, "/overview/")
    assert "1 of 2" in page and "burns its budget too fast" in page


def test_a_list_of_many_is_read_page_by_page_those_in_danger_first() -> None:
    for place in range(60):
        slo(name=f"SLO {place:02}")
    burning = slo(name="Zebra")
    events(burning, minute() - 60 * MINUTE, 60, good=0, total=100)
    evaluate(minute())
    client = browser(person("engineer"))
    first = body(client, "/slos/")
    assert first.index("Zebra") < first.index("SLO 00") and "SLO 48" in first and "SLO 49" not in first
    following = next(href for href in links(first) if "cursor=" in href)
    second = body(client, f"/slos/{following}")
    assert "SLO 49" in second and "SLO 59" in second and "SLO 48" not in second
    assert "Back to the first SLOs" in second and "More SLOs" not in second


def test_the_list_is_narrowed_to_a_state_or_an_owner() -> None:
    burning, _ = slo(name="Fire", team="support"), slo(name="Calm", team="search")
    events(burning, minute() - 60 * MINUTE, 60, good=0, total=100)
    evaluate(minute())
    client = browser(person("engineer"))
    for query, shown, hidden in (("state=burning", "Fire", "Calm"), ("team=search", "Calm", "Fire")):
        table = body(client, f"/slos/?{query}").split("<tbody>")[1]
        assert shown in table and hidden not in table
    assert "No SLO is like that" in body(client, "/slos/?state=low")
    refused = client.get("/slos/?state=red")
    assert refused.status_code == 400 and "burning" in refused.content.decode()


def test_what_was_not_judged_says_so() -> None:
    one = slo()
    client = browser(person("admin"))
    assert "not judged yet: within a minute" in body(client, "/slos/")
    evaluate(timezone.now() - dt.timedelta(minutes=6))
    assert "Not judged lately" in body(client, "/slos/")
    evaluate(timezone.now())
    assert "Not judged lately" not in body(client, "/slos/")
    client.post(f"/slo/{one.pk}/edit/", {**FORM, "save": "1"})
    assert "not judged yet" in body(client, "/slos/")
