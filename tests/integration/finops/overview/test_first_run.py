"""The first run: a key, something to paste, and a watch that turns green."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finops.accounts.models import ApiKey, Project, Scope
from finops.accounts.services import key_create
from finops.audit.models import Entry
from finops.overview.arrivals import arrivals
from tests.factories.people import browser, person
from tests.factories.rollups import UNPRICED, batch, charge, project, roll_up, trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return browser(person("admin"))


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())).split())


def new_key(*, used: bool = True) -> ApiKey:
    key, _ = key_create(project=project(), scope=Scope.INGEST, actor="tests")
    if used:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
    return ApiKey.objects.get(pk=key.pk)


def arrive(key: ApiKey, *, settled: bool = True, **fields: Any) -> Any:
    """A batch with one trace of one call, as the receiver and settling leave them."""
    now = timezone.now()
    found = trace(key.project, start_time=now)
    if settled:
        charge(key.project, time=now, trace_id=found, **fields)
    batch(key.project, received_at=now, trace_ids=[found], settled_at=now if settled else None)
    roll_up()
    return found


def watch(client: Client, key: ApiKey) -> Any:
    return client.get("/start/watch/", {"key": key.pk}, headers={"HX-Request": "true"})


def test_a_button_makes_a_key_that_is_shown_once_and_is_in_every_snippet(admin: Client) -> None:
    project()
    answer = admin.post("/start/key/")
    key = ApiKey.objects.get()
    (secret,) = re.findall(r'<pre id="secret"[^>]*>([^<]+)<', answer.content.decode())
    assert secret.startswith(key.prefix)
    assert text(answer).count(secret) == 6
    assert "no-store" in answer["Cache-Control"]
    assert key.scope == Scope.INGEST
    assert Entry.objects.filter(action="accounts.key.create", target=key.prefix).exists()
    assert secret not in text(admin.get(f"/start/?key={key.pk}"))


def test_the_key_belongs_to_the_chosen_project(admin: Client) -> None:
    project()
    other = project("search")
    admin.post("/start/key/", {"project": other.pk})
    assert ApiKey.objects.get().project == other


def test_an_installation_without_projects_gets_one(admin: Client) -> None:
    admin.post("/start/key/")
    assert ApiKey.objects.get().project == Project.objects.get()


@pytest.mark.parametrize("chosen", ["999999", "x", "9" * 40])
def test_a_project_that_does_not_exist_makes_no_key(admin: Client, chosen: str) -> None:
    project()
    text(admin.post("/start/key/", {"project": chosen}))
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("role", ["finance", "lead", "engineer"])
def test_everybody_sees_how_to_send_and_only_administrators_make_keys(role: str) -> None:
    client = browser(person(role))
    page = text(client.get("/start/"))
    assert "Ask an administrator for an ingest key" in page
    assert "YOUR_INGEST_KEY" in page
    assert client.post("/start/key/").status_code == 403
    assert not ApiKey.objects.exists()


def test_the_snippets_name_the_receiver_of_this_instance(admin: Client, settings: Any) -> None:
    settings.OTLP_HTTP_PORT = 14318
    settings.ALLOWED_HOSTS = ["ledger.example"]
    page = text(admin.get("/start/", headers={"host": "ledger.example:8000"}))
    assert page.count("http://ledger.example:14318") == 6


def test_an_unused_key_waits(admin: Client) -> None:
    key = new_key(used=False)
    answer = watch(admin, key)
    assert f"Waiting for the key {key.prefix}… to be used." in text(answer)
    assert "every 2s" in answer.content.decode()


def test_the_first_span_turns_green_and_is_linked_when_it_can_be_opened(admin: Client) -> None:
    key = new_key()
    arrive(key, settled=False)
    assert "is being counted" in text(watch(admin, key))
    found = arrive(key, **UNPRICED)
    answer = watch(admin, key)
    assert f"/traces/{key.project_id}/{found.hex}/" in answer.content.decode()
    assert "every 2s" in answer.content.decode()


def test_the_watch_stays_silent_until_there_is_something_new(admin: Client) -> None:
    key = new_key()
    waiting = {"key": key.pk, "seen": "waiting"}
    assert admin.get("/start/watch/", waiting).status_code == 204
    arrive(key, **UNPRICED)
    answer = admin.get("/start/watch/", waiting)
    (again,) = re.findall(r'hx-get="([^"]+)"', answer.content.decode())
    assert unescape(again) == f"/start/watch/?key={key.pk}&seen=unpriced"
    assert admin.get(unescape(again)).status_code == 204


def test_a_call_without_a_price_says_so_and_the_watch_goes_on(admin: Client) -> None:
    key = new_key()
    arrive(key, **UNPRICED, response_model="mystery")
    answer = watch(admin, key)
    assert "mystery was counted, but nothing tells its price" in text(answer)
    assert "every 2s" in answer.content.decode()


def test_the_watch_stops_with_the_first_priced_call_and_leads_to_spend(admin: Client) -> None:
    key = new_key()
    arrive(key, **UNPRICED)
    found = arrive(key, response_model="gpt-4o")
    answer = watch(admin, key)
    assert "gpt-4o" in text(answer) and ".0125" in text(answer)
    page = answer.content.decode()
    assert "every 2s" not in page
    assert f"/traces/{key.project_id}/{found.hex}/" in page and 'href="/overview/"' in page


def test_calls_that_do_not_count_are_no_first_call() -> None:
    key = new_key()
    arrive(key, counted=False, uncounted_reason="duplicate")
    assert arrivals(key).trace_id is not None
    assert arrivals(key).call_trace_id is None


def test_what_came_before_the_key_or_in_another_project_is_not_its_own() -> None:
    key = new_key()
    before = key.created_at - dt.timedelta(seconds=1)
    batch(key.project, received_at=before, trace_ids=[trace(key.project)])
    batch(project("search"), trace_ids=[trace(project("search"))])
    assert arrivals(key).first_at is None


def test_without_javascript_the_whole_page_tells_the_same(admin: Client) -> None:
    key = new_key()
    arrive(key, response_model="gpt-4o")
    assert "First priced call" in text(admin.get("/start/", {"key": key.pk}))
    assert ".0125" in text(admin.get("/start/", {"key": key.pk}))


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "1.5"])
def test_an_address_with_a_bad_key_says_why(admin: Client, key: str) -> None:
    for path in ("/start/", "/start/watch/"):
        assert admin.get(path, {"key": key}).status_code == 400


def test_a_key_that_may_only_read_is_not_watched(admin: Client) -> None:
    key, _ = key_create(project=project(), scope=Scope.READ, actor="tests")
    assert "Make a key, and arrivals show here" in text(watch(admin, key))
