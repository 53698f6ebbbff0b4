"""Views of the Spend page under a name: kept, shared, renamed, deleted."""

import re
from html import unescape

import pytest
from django.test import Client

from finops.accounts.models import User
from finops.spend.models import SavedView
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
QUERY = "from=2026-11-01&to=2026-11-30&group_by=journey&sort=-calls&measure=tokens&team=a+%26+b"


@pytest.fixture
def finance() -> Client:
    return browser(person("finance"))


def save(client: Client, name: str = "Mine", query: str = QUERY, **fields: str) -> int:
    return client.post("/spend/views/save", {"name": name, "query": query, **fields}).status_code


def page(client: Client, path: str = "/spend/") -> str:
    return unescape(client.get(path).content.decode())


def test_a_saved_view_shows_the_same_page_again(finance: Client) -> None:
    response = finance.post("/spend/views/save", {"name": " Mine  of November ", "query": QUERY})
    view = SavedView.objects.get()
    assert view.name == "Mine of November"
    assert response["Location"] == f"/spend/?{view.query}"
    for part in ("group_by=journey", "sort=-calls", "measure=tokens", "team=a+%26+b", "from=2026-11-01"):
        assert part in view.query
    assert f"/spend/?{view.query}" in page(finance)


def test_a_preset_stays_a_preset_and_what_is_unknown_is_left_out(finance: Client) -> None:
    save(finance, query="range=7d&love=1&cursor=x")
    assert SavedView.objects.get().query == "range=7d&group_by=team&group_by=response_model"


def test_saving_under_the_same_name_replaces(finance: Client) -> None:
    save(finance)
    save(finance, query="range=30d")
    assert SavedView.objects.get().query.startswith("range=30d")


def test_only_shared_views_are_seen_by_others(finance: Client) -> None:
    save(finance, "Private one")
    save(finance, "Common one", shared="on")
    for path in ("/spend/", "/spend/views/"):
        seen = page(browser(person("engineer", email=f"{len(path)}@example.com")), path)
        assert "Common one" in seen and "Private one" not in seen


def test_nobody_changes_the_view_of_another(finance: Client) -> None:
    save(finance, shared="on")
    view = SavedView.objects.get()
    for role, action in (("engineer", "edit"), ("lead", "delete"), ("admin", "edit")):
        answer = browser(person(role)).post(f"/spend/views/{view.pk}/{action}", {"name": "Taken"})
        assert answer.status_code == 404
    view.refresh_from_db()
    assert view.name == "Mine"


def test_an_administrator_deletes_what_others_share_and_nothing_else_and_the_log_says_so(
    finance: Client,
) -> None:
    save(finance, "Private one")
    save(finance, "Common one", shared="on")
    private, common = SavedView.objects.order_by("-name")
    admin = browser(person("admin"))
    assert admin.post(f"/spend/views/{private.pk}/delete").status_code == 404
    assert "everybody loses it, also finance@example.com" in page(admin, f"/spend/views/{common.pk}/delete")
    admin.post(f"/spend/views/{common.pk}/delete")
    assert list(SavedView.objects.all()) == [private]
    assert "deleted the shared view Common one" in page(admin, "/settings/audit/")


def test_a_shared_view_outlives_the_sign_in_of_who_saved_it(finance: Client) -> None:
    save(finance, "Common one", shared="on")
    User.objects.filter(email="finance@example.com").update(is_active=False)
    assert "by finance@example.com, who is deactivated" in page(browser(person("engineer")), "/spend/views/")


def test_deleting_asks_first(finance: Client) -> None:
    save(finance)
    view = SavedView.objects.get()
    assert "Delete the view Mine?" in page(finance, f"/spend/views/{view.pk}/delete")
    assert SavedView.objects.exists()


def test_spend_opens_with_the_view_of_ones_choice_until_it_is_taken_back(finance: Client) -> None:
    save(finance)
    view = SavedView.objects.get()
    finance.post(f"/spend/views/{view.pk}/first")
    assert finance.get("/spend/")["Location"] == f"/spend/?{view.query}"
    assert finance.get("/spend/?range=month").status_code == 200
    assert "opens Spend" in page(finance, "/spend/views/")
    finance.post(f"/spend/views/{view.pk}/first")
    assert finance.get("/spend/").status_code == 200


def test_a_view_that_is_shared_no_longer_opens_for_its_owner_alone(finance: Client) -> None:
    save(finance, shared="on")
    view, engineer = SavedView.objects.get(), browser(person("engineer"))
    engineer.post(f"/spend/views/{view.pk}/first")
    assert engineer.get("/spend/").status_code == 302
    finance.post(f"/spend/views/{view.pk}/edit", {"name": "Mine"})
    assert engineer.get("/spend/").status_code == 200
    assert engineer.post(f"/spend/views/{view.pk}/first").status_code == 404


def test_a_view_keeps_the_columns_and_says_that_it_is_the_one_shown(finance: Client) -> None:
    save(finance, query="range=7d&column=&column=before&density=compact")
    view = SavedView.objects.get()
    assert "column=before" in view.query and "density=compact" in view.query
    assert re.search(r'aria-current="true">Mine', page(finance, f"/spend/?{view.query}"))
    assert finance.get(f"/spend/?{view.query}&interval=day").status_code == 200
    assert finance.get("/spend/?column=colour").status_code == 400


def test_its_owner_renames_shares_and_deletes_it(finance: Client) -> None:
    save(finance)
    view = SavedView.objects.get()
    assert finance.post(f"/spend/views/{view.pk}/edit", {"name": "Ours", "shared": "on"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Ours", True)
    assert finance.post(f"/spend/views/{view.pk}/delete").status_code == 302
    assert "No view yet" in page(finance, "/spend/views/")


def test_two_views_of_one_person_never_share_a_name(finance: Client) -> None:
    save(finance, "One")
    save(finance, "Two")
    two = SavedView.objects.get(name="Two")
    answer = finance.post(f"/spend/views/{two.pk}/edit", {"name": "One"})
    assert answer.status_code == 400 and "another view of yours" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": " \n "},
        {"name": "x" * 61},
        {"name": "a\x00b"},
        {"query": "from=love"},
        {"query": "team=x&" * 1000},
        {"query": "sort=password"},
        {"query": "&".join(f"team={n:0100}" for n in range(30))},
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(finance: Client, fields: dict[str, str]) -> None:
    assert save(finance, **fields) == 400
    assert not SavedView.objects.exists()


def test_a_person_keeps_a_bounded_number_of_views(finance: Client) -> None:
    for n in range(50):
        save(finance, f"View {n}")
    answer = finance.post("/spend/views/save", {"name": "One more", "query": QUERY})
    assert answer.status_code == 400 and "Delete one first" in answer.content.decode()
    assert save(finance, "View 7", "range=30d") == 302
    assert SavedView.objects.count() == 50


def test_a_name_from_outside_is_text_and_not_markup(finance: Client) -> None:
    save(finance, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in finance.get("/spend/views/").content.decode()
