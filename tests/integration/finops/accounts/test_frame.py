"""What every page stands on: health, static files, error pages."""

import pytest
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from finops.accounts.models import Role
from finops.core import plotly
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db


def served(path: str) -> HttpResponseBase:
    """The answer for a static file, read to its end."""
    answer = browser().get(path)
    assert answer.status_code == 404 or b"".join(answer.streaming_content)
    answer.close()
    return answer


def test_health_is_open_and_carries_the_security_headers() -> None:
    for path in ("/healthz", "/readyz"):
        answer = browser().get(path)
        assert answer.status_code == 200
        assert answer.json() == {"status": "ok"}
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_page_that_does_not_exist_is_explained_to_strangers_and_people() -> None:
    for client in (browser(), browser(person(Role.FINANCE))):
        answer = client.get("/no/such/page")
        assert answer.status_code == 404
        assert "There is nothing here" in answer.content.decode()


def test_the_page_of_a_failure_needs_nothing_that_may_have_failed() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.content.decode()


def test_every_file_a_page_refers_to_is_served() -> None:
    page = browser().get(reverse("account_login")).content.decode()
    files = [part.split('"')[0] for part in page.split('"/static/')[1:]]
    assert len(files) > 5
    for file in files:
        assert served(f"/static/{file}").status_code == 200, file


def test_plotly_is_served_from_its_package_and_cached_for_ever() -> None:
    answer = served(f"/static/{plotly.static_path()}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert served("/static/plotly/plotly.min.js").status_code == 404


def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
