"""Budgets in the pages: who makes them, what they show, what they tell."""

import datetime as dt
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from finops.audit.models import Entry
from finops.budgets.models import Budget, Firing, ShadowDenial, Status
from finops.budgets.terms import terms_of
from finops.budgets.types import Enforcement, Kind, Threshold
from finops.budgets.watch import evaluate_all
from finops.spend.types import Filter
from tests.factories import rollups
from tests.factories.budgets import budget
from tests.factories.people import body, browser, person

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Support", "dimension_0": "team", "operator_0": "is", "value_0": "support, sales",
    "dimension_1": "journey", "operator_1": "missing", "each": "", "amount": "1500", "measure": "cost",
    "period": "month", "time_zone": "Europe/Berlin", "starts_on": "2026-01-01", "actual": "80, 50,100",
    "forecast": "100", "enforcement": "off", "description": "Agreed in May.",
}  # fmt: skip


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def sent(client: Client, address: str, **changed: Any) -> str:
    return unescape(client.post(address, {**FORM, **changed}, follow=True).content.decode())


def spend(cost: str, **fields: Any) -> None:
    rollups.charge(time=timezone.now(), cost=Decimal(cost), **fields)


def test_a_page_without_budgets_invites_to_make_one(finance: Client) -> None:
    assert "No budget yet" in body(finance, reverse("budgets"))
    assert "New budget" not in body(browser(person("engineer")), reverse("budgets"))


def test_a_budget_is_saved_as_it_was_typed(finance: Client) -> None:
    assert "Budget Support is saved." in sent(finance, reverse("budget_create"))
    made = Budget.objects.get()
    terms = terms_of(made)
    assert terms.scope.filters == (Filter("journey", (), True), Filter("team", ("sales", "support")))
    assert (terms.amount, terms.zone, terms.starts_on) == (1500, "Europe/Berlin", dt.date(2026, 1, 1))
    assert terms.thresholds == (
        *(Threshold(Kind.ACTUAL, n) for n in (50, 80, 100)),
        Threshold(Kind.FORECAST, 100),
    )
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.target) == ("budgets.budget.create", "Support")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"amount": "0"}, "The amount must be more than 0."),
        ({"amount": "much"}, "Enter a number."),
        ({"measure": "calls", "amount": "1.5"}, "Calls are whole numbers."),
        ({"actual": "half"}, "Write percentages separated by commas: 50, 80, 100."),
        ({"actual": "2000"}, "A threshold is a whole percentage from 1 to 1000."),
        ({"dimension_1": "customer", "each": "user"}, "choose one of them"),
        (
            {"dimension_1": "journey", "each": "journey"},
            "What has no value cannot have a budget for each value.",
        ),
        ({"value_0": " , "}, "Say which team it is about, or leave it out."),
        ({"enforcement": "deny"}, "spend without one cannot be held back"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(
    finance: Client, changed: dict[str, str], says: str
) -> None:
    assert says in sent(finance, reverse("budget_create"), **changed)
    assert not Budget.objects.exists()


def test_a_name_is_taken_once(finance: Client) -> None:
    budget("Support")
    assert "There is already a budget named SUPPORT." in sent(
        finance, reverse("budget_create"), name="SUPPORT"
    )


def test_the_form_of_a_stored_budget_says_what_it_says(finance: Client) -> None:
    sent(finance, reverse("budget_create"))
    made = Budget.objects.get()
    address = reverse("budget_edit", args=[made.pk])
    shown = finance.get(address).context["form"].initial
    assert sent(finance, address, **{name: "" if value is None else value for name, value in shown.items()})
    made.refresh_from_db()
    assert made.revision == 1
    assert "Budget Support is saved." in sent(finance, address, amount="2000")
    made.refresh_from_db()
    assert (made.amount, made.revision) == (2000, 2)
    assert Entry.objects.order_by("-id")[0].detail["amount"] == ["1500", "2000"]


def test_a_copy_starts_from_another_budget(finance: Client) -> None:
    one = budget("Support", team="support", amount=40)
    page = body(finance, f"{reverse('budget_create')}?copy={one.pk}")
    assert 'value="Support copy"' in page and 'value="support"' in page and 'value="40"' in page


def test_what_is_typed_is_tried_on_history(finance: Client) -> None:
    spend("30", team="support")
    rollups.charge(time=timezone.now() - dt.timedelta(days=35), cost=Decimal(90), team="support")
    rollups.roll_up()
    page = unescape(
        finance.get(reverse("budget_preview"), {**FORM, "amount": "100", "dimension_1": ""}).content.decode()
    )
    assert "$30.00 so far" in page.replace("<strong>", "").replace("</strong>", "")
    assert "80\N{NO-BREAK SPACE}% spent: in 1 of" in page and "100\N{NO-BREAK SPACE}% spent: in 0 of" in page


def test_a_preview_of_half_a_form_says_what_is_missing(finance: Client) -> None:
    assert "Say an amount" in body(finance, f"{reverse('budget_preview')}?name=x")


def test_a_lead_manages_budgets_of_their_teams_alone() -> None:
    lead = browser(person("lead", teams=("support",)))
    budget("Sales", owner="sales")
    own = budget("Own", owner="support")
    assert lead.get(reverse("budget_edit", args=[own.pk])).status_code == 200
    for name in ("budget_edit", "budget_archive"):
        assert lead.get(reverse(name, args=[Budget.objects.get(name="Sales").pk])).status_code == 403
    assert lead.post(reverse("budget_restore", args=[Budget.objects.get(name="Sales").pk])).status_code == 403
    assert "Choose one of your teams: support." in sent(lead, reverse("budget_create"))
    team = str(own.owner_team_id)
    held = {"dimension_1": "", "owner_team": team, "enforcement": "deny"}
    assert "Only calls of your own teams can be held back" in sent(lead, reverse("budget_create"), **held)
    assert "is saved." in sent(lead, reverse("budget_create"), **held, value_0="support")


def test_the_list_says_who_is_in_danger_first(finance: Client) -> None:
    spend("90", team="support")
    spend("120", team="sales")
    rollups.roll_up()
    budget("Sales", team="sales", owner="sales")
    budget("Support", team="support")
    page = body(finance, reverse("budgets"))
    assert "1 of 2 budgets is over." in page
    assert page.index("Sales") < page.index("80\N{NO-BREAK SPACE}% spent")
    assert "Support" not in body(finance, reverse("budgets") + "?state=over").split("<tbody>")[1]
    assert "No budget is like that" in body(finance, reverse("budgets") + "?state=fine")
    assert finance.get(reverse("budgets") + "?state=purple").status_code == 400


def test_the_list_asks_as_much_for_many_budgets_as_for_one(
    finance: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        budget(f"Budget {number}", team=f"team {number}")
    evaluate_all(timezone.now())
    with django_assert_max_num_queries(12):
        body(finance, reverse("budgets"))


def test_one_budget_tells_what_is_spent_left_and_what_it_told(finance: Client) -> None:
    spend("90", team="support")
    rollups.roll_up()
    one = budget("Support", team="support", owner="support", description="Agreed in May.")
    evaluate_all(timezone.now())
    page = body(finance, reverse("budget", args=[one.pk]))
    assert "$90.00 of $100.00 is spent" in page and "$10.00" in page and "Agreed in May." in page
    assert page.count("still so") == 2
    assert "team=support" in page


def test_one_of_each_value_leads_to_each(finance: Client) -> None:
    spend("90", customer="acme & sons")
    rollups.roll_up()
    one = budget("Each", each="customer")
    assert "acme & sons" in body(finance, reverse("budget", args=[one.pk]))
    page = body(finance, f"{reverse('budget', args=[one.pk])}?value=acme %26 sons")
    assert "$90.00 of $100.00 is spent" in page
    assert "Nothing spent" in body(finance, f"{reverse('budget', args=[one.pk])}?value=nobody")


def test_why_it_fired_is_told_with_its_parts(finance: Client) -> None:
    spend("90", team="support", response_model="gpt-4o")
    spend("30", team="support", response_model="claude")
    rollups.roll_up()
    one = budget("Support", team="support")
    evaluate_all(timezone.now())
    firing = Firing.objects.get(percent=100)
    page = body(finance, reverse("budget_firing", args=[one.pk, firing.pk]))
    assert "100\N{NO-BREAK SPACE}% of $100.00 is $100.00, and $120.00 was spent" in page
    assert page.index("gpt-4o") < page.index("claude")
    assert finance.get(reverse("budget_firing", args=[one.pk + 1, firing.pk])).status_code == 404


def test_an_archived_budget_can_be_read_and_restored(finance: Client) -> None:
    one = budget("Support")
    assert "Archive Support?" in body(finance, reverse("budget_archive", args=[one.pk]))
    finance.post(reverse("budget_archive", args=[one.pk]))
    assert "Support" in body(finance, reverse("budgets") + "?archived=1")
    assert "Archived" in body(finance, reverse("budget", args=[one.pk]))
    finance.post(reverse("budget_restore", args=[one.pk]))
    one.refresh_from_db()
    assert (one.archived_at, one.revision) == (None, 2)


def test_a_restored_budget_whose_name_was_taken_stays_archived(finance: Client) -> None:
    one = budget("Support")
    finance.post(reverse("budget_archive", args=[one.pk]))
    budget("support")
    answer = finance.post(reverse("budget_restore", args=[one.pk]), follow=True)
    assert "There is already a budget named Support." in unescape(answer.content.decode())


def test_the_overview_tells_how_many_are_in_danger(finance: Client) -> None:
    spend("90", team="support")
    spend("120", team="sales")
    rollups.roll_up()
    assert "say what a team or journey may spend" in body(finance, reverse("overview"))
    budget("Sales", team="sales")
    budget("Support", team="support")
    budget("Each", each="team", amount=80)
    evaluate_all(timezone.now())
    page = body(finance, reverse("overview"))
    assert "2 of 3 over" in page and "no other is expected to end over" in page
    Status.objects.filter(budget__name="Support").update(expected=130)
    assert "1 expected to end over" in body(finance, reverse("overview"))


def test_what_a_shadow_would_have_denied_stands_on_its_page(finance: Client) -> None:
    one = budget("Support", enforcement=Enforcement.SHADOW)
    asked = {"team": "support", "model": "gpt-4o"}
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    ShadowDenial.objects.create(budget=one, hour=hour, count=1234, last_asked=asked, last_at=timezone.now())
    page = body(finance, reverse("budget", args=[one.pk]))
    assert "What it would have denied" in page and "1,234" in page and "model gpt-4o" in page
