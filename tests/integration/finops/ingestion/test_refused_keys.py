"""Ingestion says which key works no longer and is still used, and what to do."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from finops.accounts import services
from finops.accounts.models import ApiKey
from tests.factories.people import body, browser, person
from tests.factories.rollups import batch, project

pytestmark = pytest.mark.django_db


def dead_key(
    requests: int, ago: dt.timedelta | None, *, name: str = "checkout", expired: bool = False
) -> ApiKey:
    """A revoked or expired key that was used so often since, and so long ago for the last time."""
    key, _ = services.key_create(project=project(name), scope="ingest", actor="tests")
    now = timezone.now()
    key.revoked_at = None if expired else now - dt.timedelta(days=9)
    key.expires_at = now - dt.timedelta(days=9) if expired else None
    key.refused_count, key.last_refused_at = requests, now - ago if ago else None
    key.save()
    return key


def said(role: str) -> str:
    batch(received_at=timezone.now(), settled_at=timezone.now())
    page = re.sub(r"<[^>]+>", " ", body(browser(person(role)), "/ingestion/"))
    return re.sub(r"\s+([.,])", r"\1", " ".join(page.split()))


def test_a_revoked_key_in_use_is_an_alarm_and_stands_among_the_refusals() -> None:
    key = dead_key(12, dt.timedelta(minutes=3))
    page = said("engineer")
    alarm = f"The key {key.prefix}… of checkout was revoked and is still used: 12 requests refused."
    assert f"{alarm} Give its sender another key." in page
    assert f"The key {key.prefix}… was revoked." in page
    assert page.count("12 requests") == 2
    assert "Nothing was refused." not in page


def test_the_way_to_the_keys_is_shown_to_those_who_manage_them() -> None:
    dead_key(1, dt.timedelta(minutes=3), expired=True)
    links = body(browser(person("admin")), "/ingestion/"), body(browser(person("engineer")), "/ingestion/")
    assert ['<a href="/settings/keys/">Keys</a>' in page for page in links] == [True, False]
    assert "has expired" in links[1]


def test_several_keys_make_one_alarm() -> None:
    first = dead_key(2, dt.timedelta(minutes=1))
    dead_key(1, dt.timedelta(minutes=2), name="search")
    dead_key(1, dt.timedelta(minutes=3), name="help")
    page = said("engineer")
    assert page.count("is still used:") == 1
    assert f"The key {first.prefix}… of checkout" in page and "So are 2 others." in page


def test_what_ended_is_no_alarm_and_what_never_was_is_not_mentioned() -> None:
    dead_key(5, dt.timedelta(hours=5))
    quiet = dead_key(0, None, name="search")
    long_ago = dead_key(9, dt.timedelta(days=8), name="help")
    page = said("engineer")
    assert "is still used" not in page and "5 requests" in page
    assert quiet.prefix not in page and long_ago.prefix not in page


def test_the_list_of_keys_warns_of_it_and_says_how_often() -> None:
    key = dead_key(12, dt.timedelta(minutes=3, seconds=10))
    other = dead_key(1, dt.timedelta(days=3), name="search")
    page = body(browser(person("admin")), "/settings/keys/")
    words = " ".join(re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Used since 12 times, last 3 min 1" in words
    assert "Used since 1 time, last 3 d ago" in words
    (warning,) = re.findall(r'<p class="notice warning">(.*?)</p>', page)
    assert f"#key-{key.pk}" in warning and f"#key-{other.pk}" not in warning


def test_working_keys_warn_of_nothing() -> None:
    services.key_create(project=project(), scope="ingest", actor="tests")
    page = body(browser(person("admin")), "/settings/keys/")
    assert "Used since" not in page and "Somebody still uses" not in page
