"""Settings, Dimensions: what administrators see and do, and where a custom dimension shows then."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finops.attribution.custom_selectors import custom_dimensions
from finops.attribution.models import CustomDimension
from finops.audit.models import Entry
from finops.core.periods import Days, instants
from finops.ledger.rule_preview import preview_rule
from tests.factories import rollups
from tests.factories.custom import allow
from tests.factories.people import body, browser, person
from tests.factories.rules import is_, rule, says

pytestmark = pytest.mark.django_db
UNIT = {"name": "business_unit", "attributes": "acme.unit\r\n\r\nteam.unit", "label": "", "since": ""}
NOVEMBER = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def client() -> Client:
    return browser(person("admin"))


@pytest.fixture
def spent(client: Client) -> Client:
    """Two units and a call without one."""
    allow("business_unit", label="Business unit")
    for unit, cost in (("retail", 3), ("loans", 2), (None, 1)):
        custom = f'{{"business_unit":"{unit}"}}' if unit else None
        rollups.charge(service="shop", custom=custom, cost=Decimal(cost))
    rollups.roll_up()
    return client


def requests() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM reattribution ORDER BY id")
        return cursor.fetchall()


def told(client: Client, address: str, data: dict[str, Any]) -> str:
    return unescape(client.post(address, data, follow=True).content.decode())


def test_a_page_without_dimensions_invites_to_allow_one(client: Client) -> None:
    assert "No dimension of your own yet" in body(client, reverse("dimensions"))


def test_a_dimension_is_allowed_with_its_audit_entry(client: Client) -> None:
    answer = told(client, reverse("dimensions"), UNIT)
    assert "Business unit is allowed. What arrives is read for it within seconds." in answer
    (made,) = custom_dimensions()
    assert made.stated_by == ("finops.business_unit", "acme.unit", "team.unit", "business_unit")
    assert requests() == []
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.target) == ("attribution.dimension.allow", "Business unit")


def test_stored_calls_follow_when_that_is_asked_for(client: Client) -> None:
    today = timezone.localdate()
    answer = told(client, reverse("dimensions"), {**UNIT, "since": today.isoformat()})
    assert "Stored calls follow within a minute" in answer
    assert requests() == [("Business unit, as stored attributes say",)]


@pytest.mark.parametrize(
    ("wrong", "teaches"),
    [
        ({"name": "Business Unit"}, "small letters, digits and underscores"),
        ({"name": "team"}, "team is a dimension already"),
        ({"name": "unit_fallback"}, "does not end in"),
        ({"attributes": "\n".join(f"a{n}" for n in range(9))}, "At most 8 attributes"),
        ({"attributes": "a" * 201}, "1 to 200 characters"),
        ({"label": "a\x7fb"}, "can be printed"),
        ({"since": "2020-01-01"}, "Choose a day of the last 400"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would(
    client: Client, wrong: dict[str, str], teaches: str
) -> None:
    assert teaches in told(client, reverse("dimensions"), UNIT | wrong)
    assert custom_dimensions() == ()


def test_a_name_is_allowed_once_a_label_once_and_eight_at_most(client: Client) -> None:
    allow("business_unit")
    assert "allowed already" in told(client, reverse("dimensions"), UNIT)
    assert "Another dimension is called" in told(
        client, reverse("dimensions"), UNIT | {"name": "bu", "label": "business UNIT"}
    )
    for number in range(7):
        allow(f"d{number}")
    assert "8 dimensions are allowed, which is all there can be" in body(client, reverse("dimensions"))
    assert "There are 8 custom dimensions" in told(client, reverse("dimensions"), UNIT | {"name": "ninth"})


def test_a_dimension_is_changed_archived_and_restored(client: Client) -> None:
    made = allow("business_unit")
    edit = reverse("dimension_edit", args=[made.pk])
    assert "Unit is saved." in told(client, edit, {"label": "Unit", "attributes": "x"})
    archive = reverse("dimension_archive", args=[made.pk])
    assert "Stored calls keep their values" in body(client, archive)
    assert "Unit is archived." in told(client, archive, {})
    assert "Archived" in body(client, reverse("dimensions"))
    assert "archived; restore it instead" in told(client, reverse("dimensions"), UNIT)
    assert "Unit is restored." in told(client, reverse("dimension_restore", args=[made.pk]), {})
    actions = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert [one.rpartition(".")[2] for one in actions if "dimension" in one] == [
        "allow", "update", "archive", "restore",
    ]  # fmt: skip


def test_one_that_a_rule_sets_cannot_be_archived(client: Client) -> None:
    made = allow("business_unit")
    rule(is_("service", "shop"), since=None, **{"custom.business_unit": "retail"})
    archive = reverse("dimension_archive", args=[made.pk])
    assert "An attribution rule sets it." in told(client, archive, {})
    assert CustomDimension.objects.get().archived_at is None


def test_spend_is_grouped_filtered_and_exported_by_it(spent: Client) -> None:
    address = f"?{NOVEMBER}&group_by=custom.business_unit"
    page = body(spent, f"/spend/{address}")
    assert "Business unit" in page
    assert "/unattributed/?dimension=custom.business_unit" in page
    assert {"retail", "loans"} <= set(re.findall(r">(\w+)</a>", page))
    narrowed = body(spent, f"/spend/{address}&custom.business_unit=retail")
    assert "loans" not in narrowed
    exported = spent.get(f"/spend.csv{address}")
    lines = exported.getvalue().decode().splitlines()
    assert lines[0].startswith("custom.business_unit,")
    assert [line.split(",")[0] for line in lines[1:]] == ["retail", "loans", ""]


def test_the_charges_behind_it_tell_it(spent: Client) -> None:
    page = body(spent, f"/charges/?{NOVEMBER}&custom.business_unit=retail")
    (link,) = set(re.findall(r'href="(/charges/\d[^"]+)"', page))
    charge = body(spent, link)
    assert "<dt>Business unit</dt>" in charge
    assert ">retail</a>" in charge


def test_what_has_none_is_listed_and_leads_to_a_rule(spent: Client) -> None:
    page = unescape(body(spent, f"/unattributed/?{NOVEMBER}&dimension=custom.business_unit"))
    assert "has no business unit" in page
    (link,) = re.findall(r'href="([^"]+)">Make a rule', page)
    form = body(spent, link)
    assert '<option value="custom.business_unit" selected>Business unit</option>' in form
    by = unescape(body(spent, f"/unattributed/?{NOVEMBER}&by=custom.business_unit"))
    assert "retail" in by


def test_a_preview_reads_it_from_the_daily_sums(spent: Client) -> None:
    days = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))
    content = says(is_("custom.business_unit", "retail"), **{"custom.business_unit": "shops"})
    found = preview_rule(content, None, days, instants(days, dt.UTC))
    assert [(move.before, move.cost) for move in found.moves] == [("retail", Decimal(3))]
    assert found.complete


def test_an_archived_dimension_is_not_offered_and_its_addresses_go_on_working(spent: Client) -> None:
    assert 'value="custom.business_unit"' in body(spent, f"/spend/?{NOVEMBER}")
    told(spent, reverse("dimension_archive", args=[CustomDimension.objects.get().pk]), {})
    assert 'value="custom.business_unit"' not in body(spent, f"/spend/?{NOVEMBER}")
    assert "retail" in body(spent, f"/spend/?{NOVEMBER}&group_by=custom.business_unit")


def test_an_unknown_dimension_is_refused_and_the_known_ones_are_named(spent: Client) -> None:
    answer = spent.get(f"/spend/?{NOVEMBER}&group_by=custom.x%27%29--")
    assert answer.status_code == 400
    assert "custom.business_unit" in answer.content.decode()
