"""The charges behind a number: the right ones, newest first, neither skipped nor repeated."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from finops.core.periods import Days, Instants, instants
from finops.spend.charge_selectors import charge_by_key, charge_page
from finops.spend.charge_types import CURSOR, ChargeKey, ChargeQuery, ChargeRow
from finops.spend.links import charge_url
from finops.spend.selectors import spend_rows
from finops.spend.types import Filter, SpendQuery
from tests.factories.people import browser, person
from tests.factories.rollups import NOON, UNPRICED, charge, project, roll_up

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")
NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))


def walk(zone: ZoneInfo = UTC, **fields: object) -> list[ChargeRow]:
    """All pages, one after another."""
    query = ChargeQuery(**({"time": instants(NOVEMBER, zone), "limit": 3} | fields))
    found: list[ChargeRow] = []
    while True:
        page = charge_page(query, zone)
        found += page.charges
        if page.next is None:
            return found
        query = query._replace(after=CURSOR.decode(CURSOR.encode(page.next)))


def by_key(key: ChargeKey) -> ChargeRow | None:
    return charge_by_key(**{name: value for name, value in key._asdict().items() if name != "time"})


def ledger() -> list[ChargeKey]:
    """Charges of many days, teams and customers, some at the very same instant."""
    keys = []
    for n in range(40):
        keys.append(
            charge(
                time=NOON - dt.timedelta(hours=7 * (n // 3)),
                team=f"t{n % 3}",
                customer=[None, "acme", "globex"][n % 5 % 3],
                user=None,
                counted=n % 4 != 0,
                uncounted_reason=None if n % 4 else "duplicate",
            )
        )
    roll_up()
    return keys


@pytest.mark.parametrize("counted", [None, True, False])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_neither_skip_nor_repeat(counted: bool | None, limit: int) -> None:
    keys = ledger()
    wanted = [key for n, key in enumerate(keys) if counted is None or (n % 4 != 0) == counted]
    assert [row.key for row in walk(counted=counted, limit=limit)] == sorted(wanted, reverse=True)


@pytest.mark.parametrize("wanted", [Filter("customer", ("acme",)), Filter("customer", missing=True)])
@pytest.mark.parametrize("limit", [1, 100])
def test_what_did_not_count_of_a_customer_is_found_in_all_teams(wanted: Filter, limit: int) -> None:
    keys = ledger()
    theirs = [key for n, key in enumerate(keys) if n % 4 == 0 and n % 5 % 3 == len(wanted.values)]
    found = walk(filters=(wanted,), counted=False, limit=limit)
    assert [row.key for row in found] == sorted(theirs, reverse=True)
    assert len({row.team for row in found}) > 1


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/Havana"])
@pytest.mark.parametrize("counted", [True, None])
def test_a_filtered_list_sums_up_to_the_number_it_was_opened_from(zone: str, counted: bool | None) -> None:
    ledger()
    roll_up(zone)
    for row in spend_rows(SpendQuery(days=NOVEMBER, group_by=("team", "customer"))):
        filters = tuple(
            Filter(name, (value,) if value else (), missing=not value)
            for name, value in zip(("team", "customer"), row.values, strict=True)
        )
        charges = [found for found in walk(ZoneInfo(zone), filters=filters, counted=counted) if found.counted]
        assert sum(found.cost for found in charges) == row.measures.cost
        assert len(charges) == row.measures.calls


def test_an_hour_that_comes_twice_at_midnight_is_listed_once() -> None:
    havana = ZoneInfo("America/Havana")  # clocks went from 01:00 back to 00:00 on November 1, 2026
    first_midnight = dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC)
    for minutes in (-30, 30, 90, 150):
        charge(time=first_midnight + dt.timedelta(minutes=minutes), cost=Decimal(1))
    roll_up("America/Havana")
    day = Days(dt.date(2026, 11, 1), dt.date(2026, 11, 2))
    assert len(walk(havana, time=instants(day, havana), counted=True)) == 3
    assert [row.measures.calls for row in spend_rows(SpendQuery(days=day))] == [3]


def test_only_what_has_no_price_is_listed_on_request() -> None:
    charge(cost=Decimal(1))
    unpriced = charge(time=NOON - dt.timedelta(days=3), **UNPRICED)
    roll_up()
    assert [row.key for row in walk(unpriced=True, counted=True)] == [unpriced]
    assert [row.key for row in walk(unpriced=True)] == [unpriced]
    assert walk(unpriced=True)[0].cost is None


def test_a_part_of_a_day_gives_only_its_charges() -> None:
    keys = [charge(time=NOON + dt.timedelta(minutes=n)) for n in range(6)]
    roll_up()
    part = Instants(NOON + dt.timedelta(minutes=1), NOON + dt.timedelta(minutes=4))
    for counted in (True, None):
        assert [row.key for row in walk(time=part, counted=counted)] == keys[3:0:-1]


def test_the_charges_of_a_trace_come_without_a_range_and_before_they_are_settled() -> None:
    key = charge(counted=False)
    later = charge(trace_id=key.trace_id, time=NOON + dt.timedelta(days=40), dimension_set_id=None)
    charge()
    found = walk(time=None, trace_id=key.trace_id)
    assert [row.key for row in found] == [later, key]


def test_a_reader_of_one_project_finds_no_charge_of_another() -> None:
    mine, theirs = project("mine"), project("theirs")
    key, foreign = charge(mine), charge(theirs)
    roll_up()
    for counted in (True, False, None):
        assert foreign not in [row.key for row in walk(counted=counted, project_ids=(mine.pk,))]
    assert walk(trace_id=foreign.trace_id, project_ids=(mine.pk,)) == []
    assert by_key(foreign._replace(project_id=mine.pk)) is None
    assert by_key(key).key == key


@pytest.mark.parametrize("counted", [True, False, None])
@pytest.mark.parametrize("unpriced", [True, False])
def test_what_came_just_now_is_listed_as_completely_as_what_is_old(
    counted: bool | None, unpriced: bool
) -> None:
    now, keys = timezone.now(), list[ChargeKey]()
    for n in range(36):
        # Two at a time, the first ahead of the clock, the last some days old.
        time = now - dt.timedelta(minutes=7 * (n // 2) - 40, days=max(n - 30, 0))
        own = {"counted": n % 5 != 0, **(UNPRICED if n % 3 == 0 else {})}
        key = charge(time=time, team=f"t{n}", **own)
        if counted in (None, own["counted"]) and (n % 3 == 0 or not unpriced):
            keys.append(key)
    roll_up()
    found = walk(time=None, counted=counted, unpriced=unpriced)
    assert [row.key for row in found] == sorted(keys, reverse=True)


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_of_charges_asks_a_bounded_number_of_questions(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        charge(time=timezone.now() - dt.timedelta(hours=n), team=f"t{n}", counted=n % 2 == 0)
    roll_up()
    client = browser(person("finance"))
    with django_assert_max_num_queries(15):
        assert client.get("/charges/").status_code == 200


def test_a_charge_made_of_a_counter_has_a_page() -> None:
    key = charge(time=NOON, line=-1, source=4, input_tokens=900_000)
    page = browser(person("finance")).get(charge_url(key))
    assert page.status_code == 200
    assert "900,000" in page.content.decode()
