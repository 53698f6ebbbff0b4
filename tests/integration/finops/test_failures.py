"""What goes wrong is said in the house style, beside what went wrong."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
FORMS = [
    "/settings/organisation/",
    "/settings/teams/",
    "/settings/projects/new/",
    "/settings/users/new/",
    "/settings/users/invite/",
]


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("bad", ["", "\x00", "x" * 600])
def test_a_form_with_mistakes_names_each_beside_its_field_and_begins_at_the_first(
    address: str, bad: str
) -> None:
    client = browser(person("admin"))
    names = re.findall(r'<(?:input|select|textarea)[^>]*\bname="(\w+)"', client.get(address).content.decode())
    answer = client.post(address, dict.fromkeys(set(names) - {"csrfmiddlewaretoken"}, bad))
    html = answer.content.decode()
    mistaken = re.findall(r'<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>', html)
    assert answer.status_code == 200
    assert mistaken
    for control in mistaken:
        described = re.search(r'aria-describedby="([^"]+)"', control)
        assert described, control
        assert any(f'id="{one}"' in html for one in described[1].split() if one.endswith("_error"))
    assert [control for control in mistaken if "autofocus" in control] == mistaken[:1]


def test_who_opens_an_address_that_takes_forms_reads_why_it_shows_nothing() -> None:
    answer = browser(person("admin")).get("/theme/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address is not a page" in answer.content.decode()


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (OperationalError("connection refused"), 503, "The database does not answer"),
        (RuntimeError("a mistake of ours"), 500, "Something failed on our side"),
    ],
)
def test_a_page_that_cannot_be_given_says_so_in_the_house_style_and_without_the_database(
    failure: Exception, status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise failure

    client = Client(raise_request_exception=False)
    client.force_login(person("admin"))
    with monkeypatch.context() as broken:
        broken.setattr(connection, "_cursor", fail)
        answer = client.get("/overview/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert said in html
    assert "css/tokens.css" in html
