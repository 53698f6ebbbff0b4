"""Settings, Attribution rules: what administrators see and do."""

import datetime as dt
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finops.accounts.models import ProjectOwner, Team
from finops.attribution.selectors import rules
from finops.audit.models import Entry
from tests.factories import rollups
from tests.factories.people import body, browser, person
from tests.factories.rules import is_, rule, unstated

pytestmark = pytest.mark.django_db
FORM = {
    "subject_0": "service", "operator_0": "matches", "value_0": "sup*",
    "subject_1": "attribute", "key_1": "acme.line", "operator_1": "one_of", "value_1": "loans, cards",
    "dimension": "team", "set_to": "support",
}  # fmt: skip


@pytest.fixture
def client() -> Client:
    return browser(person("admin"))


def requests() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, since FROM reattribution ORDER BY id")
        return cursor.fetchall()


def told(client: Client, address: str, data: dict[str, Any]) -> str:
    return unescape(client.post(address, data, follow=True).content.decode())


def test_a_page_without_rules_invites_to_make_one(client: Client) -> None:
    assert "No rule yet" in body(client, reverse("rules"))


def test_a_rule_is_saved_with_its_audit_entry_and_asks_for_what_arrives_from_now_on(client: Client) -> None:
    before = timezone.now()
    answer = told(client, reverse("rule_create"), FORM)
    words = "service matches sup* and acme.line is one of loans, cards: team support"
    assert f"Saved: {words}. It applies from now on." in answer
    (made,) = rules()
    assert made.content.words == words
    assert before <= made.applies_from <= timezone.now()
    assert requests() == [(words, made.applies_from)]
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.target, str(entry.actor)) == (
        "attribution.rule.create", words, "admin@example.com",
    )  # fmt: skip


def test_a_rule_applies_to_history_since_a_day_of_the_organisation(client: Client) -> None:
    day = timezone.localdate() - dt.timedelta(days=9)
    told(client, reverse("rule_create"), FORM | {"since": day.isoformat()})
    assert [since for _, since in requests()] == [dt.datetime.combine(day, dt.time(), dt.UTC)]
    assert "since" in body(client, reverse("rules"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject_0": "", "subject_1": ""}, "at least one condition"),
        ({"value_0": ""}, "needs one value"),
        ({"operator_0": "missing"}, "takes no value"),
        ({"key_1": ""}, "The attribute is a text of 1 to 200 characters"),
        ({"set_to": ""}, "This field is required"),
        ({"dimension": "provider"}, "Select a valid choice"),
        ({"since": "2020-01-01"}, "Choose a day of the last 400"),
        ({"value_0": "x\u202e"}, "that can be printed"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_what_would_do(
    client: Client, changes: dict[str, str], problem: str
) -> None:
    assert problem in told(client, reverse("rule_create"), FORM | changes)
    assert rules() == []


def test_changing_moving_and_switching_off_are_recorded(client: Client) -> None:
    first = rule(is_("service", "a"), team="one", since=None)
    second = rule(is_("service", "b"), team="two", since=None)
    told(client, reverse("rule_move", args=[second.pk]), {"up": "1"})
    assert [one.id for one in rules()] == [second.pk, first.pk]
    assert "cannot be moved any further" in told(client, reverse("rule_move", args=[second.pk]), {"up": "1"})
    told(client, reverse("rule_edit", args=[first.pk]), FORM | {"set_to": "care"})
    assert [one.content.value for one in rules()] == ["two", "care"]
    assert "Switch off this rule?" in body(client, reverse("rule_switch_off", args=[second.pk]))
    told(client, reverse("rule_switch_off", args=[second.pk]), {})
    assert [(one.id, one.is_on) for one in rules()] == [(first.pk, True), (second.pk, False)]
    actions = [
        entry.action for entry in Entry.objects.filter(actor__email="admin@example.com").order_by("id")
    ]
    assert actions == [
        "attribution.rule.move", "attribution.rule.update", "attribution.rule.switch_off",
    ]  # fmt: skip
    assert len(requests()) == 3
    assert "Switch on" in body(client, reverse("rules"))


def test_the_preview_stands_at_an_address_of_its_own(client: Client) -> None:
    answer = client.post(reverse("rule_create"), FORM | {"preview": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{reverse('rule_create')}?")
    assert "csrf" not in answer["Location"]
    assert "Nothing would move" in body(client, answer["Location"])
    assert rules() == []


def test_the_preview_of_a_rule_over_dimensions_is_exact(client: Client) -> None:
    now = timezone.now()
    for service, team, cost in (
        ("bot", None, "1.5"),
        ("bot", "old", "2"),
        ("bot", "care", "4"),
        ("shop", None, "8"),
    ):
        rollups.charge(service=service, team=team, cost=Decimal(cost), time=now)
    rollups.charge(service="bot", cost=Decimal(16), time=now - dt.timedelta(days=40))
    rollups.roll_up()
    query = "?subject_0=service&operator_0=is&value_0=bot&dimension=team&set_to=care"
    page = body(client, reverse("rule_create") + query)
    shown = client.get(reverse("rule_create") + query).context["preview"]
    assert [(move.before, move.calls, move.cost) for move in shown.moves] == [
        ("old", 1, Decimal(2)), (None, 1, Decimal("1.5")),
    ]  # fmt: skip
    assert (shown.cost, shown.complete, shown.traces) == (Decimal("15.5"), True, None)
    assert all(len(move.examples) == 1 for move in shown.moves)
    assert "23\N{NO-BREAK SPACE}%" in page and "sample" not in page


def test_an_owner_takes_over_history_from_the_page_of_its_project(client: Client) -> None:
    team = Team.objects.create(name="platform")
    project = rollups.project()
    day = timezone.localdate() - dt.timedelta(days=3)
    form = {"content_policy": "drop", "owner_team": team.pk, "owned_since": day.isoformat()}
    assert "Stored calls follow within a minute." in told(
        client, reverse("project_edit", args=[project.pk]), form
    )
    (owner,) = ProjectOwner.objects.all()
    assert (owner.team, owner.waits, owner.applies_from.date()) == ("platform", True, day)
    assert "platform" in body(client, reverse("rules"))


def test_what_nobody_claims_is_ranked_and_one_click_away_from_a_rule(client: Client) -> None:
    now = timezone.now()
    for service, team, cost in (
        ("small", None, "1"),
        ("big", None, "3"),
        ("big", "care", "4"),
        (None, None, "2"),
    ):
        rollups.charge(service=service, team=team, cost=Decimal(cost), time=now)
    rollups.roll_up()
    page = client.get(reverse("unattributed"))
    lines = page.context["lines"]
    assert [(line.spend.value, line.spend.cost) for line in lines] == [
        ("big", Decimal(3)), (None, Decimal(2)), ("small", Decimal(1)),
    ]  # fmt: skip
    assert "60\N{NO-BREAK SPACE}%" in page.content.decode()
    opened = client.get(lines[0].rule_url)
    assert opened.context["preview"].moved_cost == Decimal(3)
    assert "Unattributed" in opened.content.decode()
    assert opened.context["content"].conditions == (
        is_("service", "big"), is_("project", "shop"), unstated("team"),
    )  # fmt: skip
    assert client.get(lines[1].rule_url).context["preview"].moved_cost == Decimal(2)


def test_everybody_sees_what_is_unattributed_and_only_administrators_can_make_a_rule(client: Client) -> None:
    rollups.charge(service="big", time=timezone.now())
    rollups.roll_up()
    assert "Make a rule" in body(client, reverse("unattributed"))
    assert "Make a rule" not in body(browser(person("engineer")), reverse("unattributed"))


def test_another_dimension_and_grouping_can_be_chosen_and_others_are_refused(client: Client) -> None:
    assert "has a journey" in body(client, reverse("unattributed") + "?dimension=journey&by=agent")
    assert client.get(reverse("unattributed") + "?dimension=user").status_code == 400
    assert client.get(reverse("unattributed") + "?by=team%3B").status_code == 400


def test_the_number_of_queries_does_not_grow_with_what_is_listed(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for name in "abcdef":
        rule(is_("service", name), team=name, since=None)
        rollups.charge(service=name, time=timezone.now())
    rollups.roll_up()
    for address, most in ((reverse("rules"), 8), (reverse("unattributed"), 7)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
