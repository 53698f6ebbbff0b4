"""What people say about journeys: owner, steps, and how far runs come."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from finops.accounts.models import Role, Team
from finops.audit.models import Entry
from finops.core.formatting import SPACE
from finops.core.periods import Instants
from finops.journeys.funnel import Funnel, Reached, funnel
from finops.journeys.models import Journey
from finops.journeys.services import journey_define
from tests.factories import people
from tests.factories.people import browser, person
from tests.factories.rollups import charge, trace

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ADDRESS = "/journey/define/?journey=refund"
FORM = {
    "label": "Refunds",
    "description": "Money back.",
    "owner_team": "",
    "steps": "understand\nlook up\nanswer",
}


def run(*steps: str, journey: str = "refund", at: dt.datetime | None = None) -> uuid.UUID:
    """A run that calls a model in each of these steps, twice in the first."""
    start = at or timezone.now() - DAY / 24
    found = trace(journey=journey, start_time=start, end_time=start + DAY / 100)
    for place, step in enumerate([*steps[:1], *steps]):
        charge(trace_id=found, time=start + dt.timedelta(seconds=place), journey=journey, step=step)
    return found


def lately() -> Instants:
    return Instants(timezone.now() - DAY, timezone.now() + DAY)


def test_a_run_is_counted_once_in_each_step_it_reached() -> None:
    run("understand", "look up", "answer")
    run("understand", "answer")
    run("understand")
    run("look up", journey="search")
    run("look up", at=timezone.now() - 3 * DAY)
    assert funnel("refund", ["understand", "look up", "answer", "thank"], lately()) == Funnel(
        3,
        [
            Reached("understand", 3, 3),
            Reached("look up", 1, 3),
            Reached("answer", 2, 3),
            Reached("thank", 0, 3),
        ],
    )


def test_a_journey_without_runs_has_an_empty_funnel() -> None:
    assert funnel("refund", ["answer"], lately()) == Funnel(0, [Reached("answer", 0, 0)])


def test_defining_a_journey_shows_owner_and_funnel_on_its_page() -> None:
    run("understand", "answer")
    client = browser(person("admin"))
    team = Team.objects.create(name="support")
    answer = client.post(ADDRESS, {**FORM, "owner_team": str(team.pk)})
    assert answer["Location"] == "/journey/?journey=refund"
    page = people.body(client, "/journey/?journey=refund").replace(SPACE, " ")
    said = ("Refunds", "Owned by support.", "Money back.", "look up", "Of 1 run.", "100 %", "0 %")
    assert [told for told in said if told not in page] == []
    assert (
        Entry.objects.get(action="journeys.journey.define").detail["after"]["steps"]
        == "understand, look up, answer"
    )


def test_defining_it_again_changes_it_and_says_so_once() -> None:
    client = browser(person("admin"))
    for _ in range(2):
        client.post(ADDRESS, FORM)
    assert Journey.objects.get().steps == ["understand", "look up", "answer"]
    assert Entry.objects.filter(action="journeys.journey.define").count() == 1


@pytest.mark.parametrize(
    ("steps", "lesson"),
    [
        ("\n".join(f"step {n}" for n in range(21)), "These are 21 steps. Name the 20 that matter."),
        ("answer\nanswer", "answer stands there twice."),
        ("x" * 257, "is longer than 256 characters."),
    ],
)
def test_steps_that_cannot_be_are_refused_with_a_lesson(steps: str, lesson: str) -> None:
    answer = browser(person("admin")).post(ADDRESS, {**FORM, "steps": steps})
    assert lesson in answer.content.decode() and not Journey.objects.exists()


def test_leads_define_journeys_of_their_teams_and_no_other() -> None:
    search = Team.objects.create(name="search")
    journey_define(name="refund", label="", description="", owner_team=search, steps=[], actor="tests")
    client = browser(person(Role.LEAD, teams=("support",)))
    assert client.get(ADDRESS).status_code == 403
    other = client.post("/journey/define/?journey=other", {**FORM, "owner_team": str(search.pk)})
    assert "Choose one of your teams: support." in other.content.decode()
    own = str(Team.objects.get(name="support").pk)
    assert client.post("/journey/define/?journey=other", {**FORM, "owner_team": own}).status_code == 302
    assert browser(person("engineer")).get(ADDRESS).status_code == 403


def test_a_journey_without_a_name_is_refused_with_a_lesson() -> None:
    answer = browser(person("admin")).get("/journey/define/")
    assert answer.status_code == 400 and "name one" in answer.content.decode()


def test_who_may_is_invited_and_nobody_else() -> None:
    run("answer")
    assert "What is this journey?" in people.body(browser(person("admin")), "/journey/?journey=refund")
    assert "What is this journey?" not in people.body(browser(person("engineer")), "/journey/?journey=refund")
