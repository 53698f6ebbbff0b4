"""A person sees moments in a zone of their own; days and sums stay in the organisation's."""

import datetime as dt
import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from finops.accounts import services
from finops.accounts.models import Role, User
from finops.accounts.zones import BROWSER, COOKIE
from finops.audit.models import Entry
from finops.core import viewer
from tests.factories.people import body, browser, person
from tests.factories.rollups import batch, charge, roll_up, trace

pytestmark = pytest.mark.django_db
NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
# Half past one comes twice in New York on November 1, when its clocks go back: an hour lies between them.
SUMMER, WINTER = (dt.datetime(2026, 11, 1, hour, 30, tzinfo=dt.UTC) for hour in (5, 6))
LATE = dt.datetime(2026, 11, 1, 16, 0, tzinfo=dt.UTC)  # November 2 in Tokyo


@pytest.fixture
def engineer() -> User:
    services.organisation_update(name="Acme", time_zone=NEW_YORK, actor="tests")
    return person(Role.ENGINEER)


def seen_by(user: User, zone: str) -> Client:
    """A browser of a person who chose this zone."""
    services.time_zone_choose(user=user, time_zone=zone)
    return browser(user)


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_somebody_in_tokyo_sees_their_clock_and_new_yorks_days_when_clocks_change(engineer: User) -> None:
    for at in (SUMMER, WINTER, LATE):
        charge(time=at, cost=Decimal(1))
    charge(time=dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC), cost=Decimal(7))  # the next day in New York
    roll_up(NEW_YORK)
    client, day = seen_by(engineer, TOKYO), "from=2026-11-01&to=2026-11-01"
    page = body(client, f"/charges/?{day}")
    assert "Times in Asia/Tokyo, days in America/New_York" in words(page)
    assert 'title="2026-11-01 05:30:00 UTC">Nov 1, 2026\N{NO-BREAK SPACE}14:30:00' in page
    assert 'title="2026-11-01 06:30:00 UTC">Nov 1, 2026\N{NO-BREAK SPACE}15:30:00' in page
    assert 'title="2026-11-01 16:00:00 UTC">Nov 2, 2026\N{NO-BREAK SPACE}01:00:00' in page
    assert "Nov 2, 2026\N{NO-BREAK SPACE}14:00:00" not in page
    assert "$3 .00 for 3 counted calls, Nov 1, 2026" in words(page).replace("$ ", "$")


def test_somebody_without_a_choice_sees_the_organisations_clock_twice_at_half_past_one(
    engineer: User,
) -> None:
    charge(time=SUMMER)
    charge(time=WINTER)
    roll_up(NEW_YORK)
    page = body(browser(engineer), "/charges/?from=2026-11-01&to=2026-11-01")
    assert page.count("Nov 1, 2026\N{NO-BREAK SPACE}01:30:00") == 2
    assert "05:30:00 UTC" in page and "06:30:00 UTC" in page
    assert "Times in America/New_York" in page and "days in" not in words(page)


def test_today_is_the_organisations_wherever_one_is(engineer: User) -> None:
    services.organisation_update(name="Acme", time_zone="Pacific/Kiritimati", actor="tests")
    ahead = dt.timezone(dt.timedelta(hours=14))
    today = timezone.now().astimezone(ahead).date()
    page = body(seen_by(engineer, "Pacific/Pago_Pago"), "/spend/?range=today")
    assert f'id="from" name="from" min="2000-01-01" max="2099-12-31" value="{today}"' in page
    assert "Days begin at midnight in Pacific/Kiritimati" in page
    assert "not where times are shown for you" in page


def test_traces_search_and_ingestion_follow_the_person(engineer: User) -> None:
    now = timezone.now()
    found = trace(start_time=now, name="POST /refund")
    batch(received_at=now, settled_at=now)
    client = seen_by(engineer, TOKYO)
    shown = f"{now + dt.timedelta(hours=9):%H:%M:%S}"
    assert shown in body(client, "/traces/?range=7d")
    assert shown in body(client, f"/search/?q={found.hex[:8]}")
    (data,) = re.findall(
        r'<script id="arrived-data" type="application/json">(.*?)</script>', body(client, "/ingestion/")
    )
    hour = f"{now + dt.timedelta(hours=9):%Y-%m-%dT%H}"
    assert hour in json.dumps(json.loads(data))


def test_the_month_says_in_which_zone_it_is_and_when_it_was_asked(engineer: User) -> None:
    charge(time=timezone.now())
    roll_up(NEW_YORK)
    page = words(body(seen_by(engineer, TOKYO), reverse("overview")))
    assert re.search(r"in America/New_York, \d\d:\d\d in Asia/Tokyo", page)


def test_the_api_and_files_answer_as_before(engineer: User) -> None:
    charge(time=LATE)
    roll_up(NEW_YORK)
    addresses = [
        "/api/v1/charges?start=2026-11-01&end=2026-11-02",
        "/api/v1/spend?start=2026-11-01&end=2026-11-02",
        "/spend.csv?from=2026-11-01&to=2026-11-01&interval=day",
    ]

    def answers(client: Client) -> list[bytes]:
        found = [client.get(address) for address in addresses]
        assert [answer.status_code for answer in found] == [200] * len(addresses)
        return [answer.getvalue() for answer in found]

    before = answers(browser(engineer))
    assert b"2026-11-01T16:00:00Z" in before[0]
    assert answers(seen_by(engineer, TOKYO)) == before


def test_the_choice_is_made_on_ones_account_and_written_down(engineer: User) -> None:
    client = browser(engineer)
    assert reverse("account") in body(client, reverse("spend"))
    page = client.post(reverse("account"), {"time_zone": TOKYO}, follow=True).content.decode()
    assert "Your account is saved." in page and "in Asia/Tokyo. Days and months" in words(page)
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.actor, entry.target) == ("accounts.user.update", engineer, engineer.email)
    assert entry.detail == {"time_zone": ["", TOKYO]}
    client.post(reverse("account"), {"time_zone": TOKYO})
    assert Entry.objects.filter(action="accounts.user.update").count() == 1
    client.post(reverse("account"), {"time_zone": ""})
    assert "Times in America/New_York" in body(client, reverse("account"))


def test_a_zone_that_does_not_exist_is_refused(engineer: User) -> None:
    answer = browser(engineer).post(reverse("account"), {"time_zone": "Moon/Tranquility"})
    assert "Select a valid choice" in unescape(answer.content.decode())
    with pytest.raises(services.Refused, match="no time zone localtime"):
        services.time_zone_choose(user=engineer, time_zone="localtime")
    engineer.refresh_from_db()
    assert engineer.time_zone == ""


def test_the_browsers_zone_is_followed_from_browser_to_browser(engineer: User) -> None:
    client = seen_by(engineer, BROWSER)
    client.cookies[COOKIE] = TOKYO
    assert "Times in Asia/Tokyo, days in America/New_York" in words(body(client, reverse("account")))
    client.cookies[COOKIE] = "Europe/Berlin"
    page = body(client, reverse("account"))
    assert "Times in Europe/Berlin" in page and "browser you use (Europe/Berlin)" in page


def test_what_the_browser_says_counts_only_for_those_who_chose_it(engineer: User) -> None:
    client = browser(engineer)
    client.cookies[COOKIE] = TOKYO
    assert "Times in America/New_York" in body(client, reverse("account"))


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "Moon/Tranquility",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "Europe/Berlin/../../x",
        "<script>alert(1)</script>",
        "Asia/Tokyo\x00",
        "A/" * 2000,
        "ü/ü",
    ],
)
def test_a_hostile_cookie_is_ignored_and_shown_nowhere(engineer: User, hostile: str) -> None:
    client = seen_by(engineer, BROWSER)
    client.cookies[COOKIE] = hostile
    page = body(client, reverse("account"))
    assert "Times in America/New_York" in page and "This browser has not said" in page
    assert "alert(1)" not in page and "passwd" not in page


def test_a_stored_zone_that_is_gone_falls_back_to_the_organisations(engineer: User) -> None:
    User.objects.update(time_zone="Atlantis/Capital")
    assert "Times in America/New_York" in body(browser(engineer), reverse("account"))


def test_one_person_is_not_shown_the_zone_of_the_one_before(engineer: User) -> None:
    body(seen_by(engineer, TOKYO), reverse("account"))
    other = browser(person(Role.FINANCE))
    assert "Times in America/New_York" in body(other, reverse("account"))
    assert viewer.zone() == timezone.get_current_timezone()


def test_ones_account_asks_four_questions(
    engineer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = seen_by(engineer, TOKYO)
    with django_assert_num_queries(4):  # session, person; the organisation; teams
        client.get(reverse("account"))


def test_ones_account_needs_sign_in() -> None:
    assert browser().get(reverse("account")).status_code == 302
