"""The styleguide shows every component, to those who build pages and nobody else."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from finops.accounts.models import Role
from finops.styleguide.rows import COUNT, CURSOR, PAGE, Key
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
DEVELOPMENT = pytest.mark.urls("tests.integration.finops.styleguide.urls")
TEMPLATES = Path(__file__).parents[4] / "templates"
SHOWN_ON_EVERY_PAGE = {"rail", "top", "theme", "palette", "keyboard", "messages", "failure"}
NEEDS_A_PAGE_OF_ITS_OWN = {"confirm", "field"}  # a form in a form; every form shows its fields
NAME = re.compile(r'<th scope="row"><a href="#table">([^<]+)')


@pytest.fixture
def client() -> Client:
    return browser(person(Role.ENGINEER))


def test_it_does_not_exist_in_production() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("styleguide")
    assert browser(person(Role.ADMIN)).get("/styleguide/").status_code == 404


@DEVELOPMENT
def test_it_renders_every_component(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 200
    source = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    components = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    styleguide = "".join(path.read_text() for path in (TEMPLATES / "styleguide").glob("*.html"))
    used = {name for name in components if f"components/{name}.html" in source}
    assert components - used == set()
    parts = {"spark"}  # of stat
    missing = {name for name in components if f"components/{name}.html" not in styleguide}
    assert missing - SHOWN_ON_EVERY_PAGE - NEEDS_A_PAGE_OF_ITS_OWN - parts == set()


@DEVELOPMENT
def test_a_question_is_a_dialog_or_a_page_and_its_answer_does_nothing(client: Client) -> None:
    page = client.get("/styleguide/question/").content.decode()
    dialog = client.get("/styleguide/question/", headers={"hx-request": "true"}).content.decode()
    assert "<h1" in page and "<h1" not in dialog and "data-close" in dialog
    assert "Archive onboarding?" in page and "Archive onboarding?" in dialog
    assert client.post("/styleguide/question/")["Location"] == "/styleguide/"


@DEVELOPMENT
def test_ten_thousand_rows_are_read_page_by_page_without_losing_one(client: Client) -> None:
    seen: list[str] = []
    address = "?sort=name"
    for _ in range(3):
        page = client.get(f"/styleguide/rows/{address}").content.decode()
        seen += NAME.findall(page)
        address = re.search(r'<a href="(\?[^"]+)">Next page', page)[1].replace("&amp;", "&")
    assert seen == [f"model-{number:05}" for number in range(75)]


@DEVELOPMENT
def test_the_last_page_leads_no_further(client: Client) -> None:
    page = client.get("/styleguide/rows/", {"cursor": CURSOR.encode(Key(COUNT - PAGE))}).content.decode()
    assert len(NAME.findall(page)) == PAGE
    assert "Next page" not in page


@DEVELOPMENT
def test_what_is_unknown_comes_last_in_either_order(client: Client) -> None:
    for order in ("cost", "-cost"):
        assert ">unpriced<" not in client.get("/styleguide/rows/", {"sort": order}).content.decode()


@DEVELOPMENT
def test_hidden_columns_are_gone_from_head_body_and_total(client: Client) -> None:
    page = client.get("/styleguide/rows/?column=").content.decode()
    head, body = page[page.index("<thead>") : page.index("</thead>")], page[page.index("<tbody>") :]
    assert (head.count("<th "), "Calls" in head) == (2, False)
    assert "50,036,578" not in body


@DEVELOPMENT
def test_a_wrong_field_says_what_is_wrong_and_is_tied_to_it(client: Client) -> None:
    page = client.get("/styleguide/").content.decode()
    assert "This field is required." in page
    assert re.search(
        r'<input type="text" name="name"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]+', page
    )
