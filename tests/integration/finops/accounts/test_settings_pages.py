"""The settings pages as an administrator uses them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finops.accounts import services
from finops.accounts.keys import digest
from finops.accounts.models import ApiKey, Organisation, Project, Role, Team, User
from finops.audit.models import Entry
from tests.factories.people import browser, person

pytestmark = pytest.mark.django_db
PAGES = [
    "projects",
    "project_create",
    "keys",
    "key_create",
    "users",
    "user_create",
    "user_invite",
    "teams",
    "audit",
    "organisation",
]


@pytest.fixture
def admin() -> User:
    return person(Role.ADMIN)


@pytest.fixture
def client(admin: User) -> Client:
    return browser(admin)


def text(answer: object) -> str:
    return answer.content.decode()


def last_entry() -> tuple[str, str, str]:
    entry = Entry.objects.order_by("-id")[0]
    return entry.action, entry.actor_name, entry.target


@pytest.mark.parametrize("name", PAGES)
def test_every_page_renders_when_there_is_nothing_yet(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert text(answer).count("<h1>") == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_page_forbids_inline_script_and_has_none(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "<script>" not in text(answer)
    assert " style=" not in text(answer)
    assert " onclick=" not in text(answer)


def test_empty_pages_say_what_to_do_next(client: Client) -> None:
    assert reverse("project_create") in text(client.get(reverse("projects")))
    assert reverse("key_create") in text(client.get(reverse("keys")))
    assert "Create a project first" in text(client.get(reverse("key_create")))


def test_a_project_is_created_and_leads_to_its_first_key(client: Client) -> None:
    team = Team.objects.create(name="support")
    form = {"name": "checkout", "content_policy": "keep", "owner_team": team.pk}
    answer = client.post(reverse("project_create"), form)
    project = Project.objects.get()
    assert answer["Location"] == f"{reverse('key_create')}?project={project.pk}"
    assert (project.content_policy, project.owner_team, len(project.pseudonym_key)) == ("keep", team, 32)
    assert last_entry() == ("accounts.project.create", "admin@example.com", "checkout")


def test_a_second_project_of_the_same_name_is_refused(client: Client) -> None:
    services.project_get_or_create("checkout")
    answer = client.post(reverse("project_create"), {"name": "checkout", "content_policy": "drop"})
    assert "There is already a project named checkout." in text(answer)
    assert Project.objects.count() == 1


def test_changing_a_project_records_what_changed(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    client.post(reverse("project_edit", args=[project.pk]), {"content_policy": "keep", "owner_team": ""})
    project.refresh_from_db()
    assert project.content_policy == "keep"
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.action, entry.detail) == ("accounts.project.update", {"content_policy": ["drop", "keep"]})


def test_a_key_is_shown_once_with_snippets_and_stored_as_a_hash(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    answer = client.post(
        reverse("key_create"), {"project": project.pk, "scope": "ingest", "name": "production"}
    )
    key = ApiKey.objects.get()
    secret = answer.context["secret"]
    assert digest(secret) == bytes(key.digest)
    assert text(answer).count(secret) >= 3  # itself and in the snippets
    assert "OTEL_EXPORTER_OTLP_ENDPOINT=http://testserver:4318" in text(answer)
    assert "Ingest key of checkout, named production." in text(answer)
    watch = f"{reverse('start')}?key={key.pk}"
    assert f'href="{watch}"' in text(answer)
    assert client.get(watch).status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in text(client.get(reverse("keys")))
    assert secret not in text(client.get(reverse("audit")))
    assert last_entry() == ("accounts.key.create", "admin@example.com", key.prefix)


def test_a_read_key_comes_with_a_request_of_the_api(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    answer = client.post(reverse("key_create"), {"project": project.pk, "scope": "read"})
    assert "http://testserver/api/v1/spend" in text(answer)


def test_a_key_that_has_expired_already_is_refused(client: Client) -> None:
    project = services.project_get_or_create("checkout")
    form = {"project": project.pk, "scope": "read", "expires_at": "2026-01-01"}
    assert "Choose a day in the future." in text(client.post(reverse("key_create"), form))
    assert not ApiKey.objects.exists()


def test_revoking_asks_first_and_happens_once(client: Client, admin: User) -> None:
    key, _ = services.key_create(
        project=services.project_get_or_create("checkout"), scope="ingest", actor=admin
    )
    address = reverse("key_revoke", args=[key.pk])
    assert "It has never been used." in text(client.get(address))
    key.refresh_from_db()
    assert key.revoked_at is None
    client.post(address)
    client.post(address)
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert Entry.objects.filter(action="accounts.key.revoke").count() == 1


def test_keys_can_be_narrowed_to_a_project_and_nonsense_is_ignored(client: Client, admin: User) -> None:
    first, second = (services.project_get_or_create(name) for name in ("checkout", "search"))
    key, _ = services.key_create(project=first, scope="ingest", actor=admin)
    other, _ = services.key_create(project=second, scope="ingest", actor=admin)
    page = text(client.get(reverse("keys"), {"project": first.pk}))
    assert key.prefix in page and other.prefix not in page
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert other.prefix in text(client.get(reverse("keys"), {"project": nonsense}))


def test_the_list_of_keys_tells_working_expired_and_revoked_apart(client: Client, admin: User) -> None:
    project = services.project_get_or_create("checkout")
    yesterday = timezone.now() - dt.timedelta(days=1)
    services.key_create(project=project, scope="read", actor=admin, expires_at=yesterday)
    revoked, _ = services.key_create(project=project, scope="read", actor=admin)
    services.key_revoke(key=revoked, actor=admin)
    services.key_create(project=project, scope="read", actor=admin)
    page = text(client.get(reverse("keys")))
    assert "Expired" in page and "Revoked" in page and ">Works</td>" in page
    assert ">1</a>" in text(client.get(reverse("projects")))


def test_a_new_user_gets_a_password_that_is_shown_once_and_works(client: Client) -> None:
    team = Team.objects.create(name="support")
    form = {"email": "Lea@Example.com", "name": "Lea", "role": "lead", "teams": [team.pk]}
    answer = client.post(reverse("user_create"), form)
    lea = User.objects.get(email__iexact="lea@example.com")
    assert lea.check_password(answer.context["password"])
    assert answer.context["password"] in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert (lea.role, lea.name, list(lea.teams.all())) == ("lead", "Lea", [team])
    assert answer.context["password"] not in str(list(Entry.objects.values_list()))


def test_an_address_in_another_case_is_the_same_person(client: Client) -> None:
    person(Role.ENGINEER)
    answer = client.post(reverse("user_create"), {"email": "ENGINEER@example.com", "role": "finance"})
    assert "ENGINEER@example.com has an account already." in text(answer)


def test_changing_a_user_records_what_changed(client: Client) -> None:
    user = person(Role.ENGINEER)
    team = Team.objects.create(name="support")
    form = {"name": "", "role": "lead", "teams": [team.pk]}
    client.post(reverse("user_edit", args=[user.pk]), form)
    entry = Entry.objects.order_by("-id")[0]
    assert entry.detail == {"role": ["engineer", "lead"], "teams": [[], ["support"]]}


def test_the_last_administrator_stays_one(client: Client, admin: User) -> None:
    answer = client.post(reverse("user_edit", args=[admin.pk]), {"name": "", "role": "finance"})
    assert "is the only administrator" in text(answer)
    answer = client.post(reverse("user_deactivate", args=[admin.pk]), follow=True)
    assert "You cannot deactivate your own account" in text(answer)
    with pytest.raises(services.Refused, match="only administrator"):
        services.user_deactivate(user=admin, actor="tests")
    admin.refresh_from_db()
    assert admin.is_active and admin.role == Role.ADMIN


def test_a_user_is_deactivated_after_a_question_and_activated_again(client: Client) -> None:
    user = person(Role.ENGINEER)
    assert "Deactivate engineer@example.com?" in text(client.get(reverse("user_deactivate", args=[user.pk])))
    client.post(reverse("user_deactivate", args=[user.pk]))
    user.refresh_from_db()
    assert not user.is_active
    assert "Deactivated" in text(client.get(reverse("users")))
    client.post(reverse("user_activate", args=[user.pk]))
    user.refresh_from_db()
    assert user.is_active


def test_a_new_password_is_shown_once(client: Client) -> None:
    user = person(Role.ENGINEER)
    address = reverse("user_reset_password", args=[user.pk])
    assert "end now" in text(client.get(address))
    answer = client.post(address)
    user.refresh_from_db()
    assert user.check_password(answer.context["password"])
    assert last_entry()[0] == "accounts.user.reset_password"


def test_teams_are_created_once_and_list_their_people(client: Client) -> None:
    client.post(reverse("teams"), {"name": "support"})
    assert "There is already a team named support." in text(
        client.post(reverse("teams"), {"name": "support"})
    )
    person(Role.LEAD, teams=("support",))
    assert "lead@example.com" in text(client.get(reverse("teams")))


def test_the_organisation_has_a_name_and_a_calendar_that_times_are_shown_in(client: Client) -> None:
    client.post(
        reverse("organisation"), {"name": "Acme", "time_zone": "Asia/Kathmandu", "fiscal_year_start": 4}
    )
    assert Organisation.objects.get().time_zone == "Asia/Kathmandu"
    page = text(client.get(reverse("audit")))
    assert "Times in Asia/Kathmandu" in page
    shown = timezone.localtime(
        Entry.objects.order_by("-id")[0].at, dt.timezone(dt.timedelta(hours=5, minutes=45))
    )
    assert f"{shown:%H:%M:%S}" in page


def test_a_time_zone_that_does_not_exist_is_refused(client: Client) -> None:
    answer = client.post(
        reverse("organisation"), {"name": "Acme", "time_zone": "Moon/Tranquility", "fiscal_year_start": 4}
    )
    assert "Select a valid choice" in text(answer)
    with pytest.raises(services.Refused, match="no time zone Moon"):
        services.organisation_update(name="Acme", time_zone="Moon/Tranquility", actor="tests")


def test_another_time_zone_waits_for_the_days_to_be_counted_once_there_is_spend(client: Client) -> None:
    def save(zone: str) -> Organisation:
        client.post(reverse("organisation"), {"name": "Acme", "time_zone": zone, "fiscal_year_start": 4})
        return Organisation.objects.get()

    save("Europe/Berlin")
    with connection.cursor() as cursor:
        zeros = ", ".join(["0"] * 15)
        cursor.execute(f"INSERT INTO spend_daily VALUES ('2026-11-21', 1, {zeros})")
    stored = save("Asia/Tokyo")
    assert (stored.time_zone, stored.next_time_zone) == ("Europe/Berlin", "Asia/Tokyo")
    page = text(client.get(reverse("organisation")))
    assert "counted anew in Asia/Tokyo" in page and '"Asia/Tokyo" selected' in page
    assert save("Europe/Berlin").next_time_zone is None


def test_what_people_type_is_shown_as_text(client: Client) -> None:
    services.project_get_or_create("<script>alert(1)</script>")
    for name in ("projects", "audit"):
        assert "<script>alert" not in text(client.get(reverse(name)))


def test_things_that_do_not_exist_are_not_found(client: Client) -> None:
    for name in ("project_edit", "user_edit", "key_revoke"):
        for number in (999, 10**30):
            answer = client.get(reverse(name, args=[number]))
            assert answer.status_code == 404
            assert "There is nothing here" in text(answer)


def test_the_fiscal_year_begins_in_a_month_of_the_calendar(client: Client) -> None:
    form = {"name": "Acme", "time_zone": "UTC", "fiscal_year_start": 4}
    client.post(reverse("organisation"), form)
    assert Organisation.objects.get().fiscal_year_start == 4
    assert 'value="4" selected' in text(client.get(reverse("organisation")))
    assert "Select a valid choice" in text(
        client.post(reverse("organisation"), {**form, "fiscal_year_start": 13})
    )
    services.organisation_update(name="Acme", time_zone="UTC", actor="tests")
    assert Organisation.objects.get().fiscal_year_start == 4


def test_nobody_takes_the_role_from_themselves(client: Client, admin: User) -> None:
    person(Role.ADMIN, email="other@example.com")
    answer = client.post(reverse("user_edit", args=[admin.pk]), {"name": "Ada", "role": "engineer"})
    assert "You cannot change your own role." in text(answer)
    client.post(reverse("user_edit", args=[admin.pk]), {"name": "Ada", "role": "admin"})
    admin.refresh_from_db()
    assert (admin.name, admin.role) == ("Ada", Role.ADMIN)


def test_deactivating_tells_of_keys_that_go_on_working(client: Client) -> None:
    maker = person(Role.ADMIN, email="maker@example.com")
    project = services.project_get_or_create("checkout")
    services.key_create(project=project, scope="ingest", actor=maker)
    revoked, _ = services.key_create(project=project, scope="ingest", actor=maker)
    services.key_revoke(key=revoked, actor=maker)
    assert "1 key they made still works" in text(client.get(reverse("user_deactivate", args=[maker.pk])))


def test_an_address_whose_account_is_deactivated_says_what_to_do(client: Client, admin: User) -> None:
    gone = person(Role.ENGINEER)
    services.user_deactivate(user=gone, actor=admin)
    for page in ("user_create", "user_invite"):
        answer = client.post(reverse(page), {"email": "Engineer@example.com", "role": "finance"})
        assert "deactivated. Activate it again under Users." in text(answer)


def fields(page: object) -> dict[str, str]:
    """What the form of a page would send: its hidden field, beside what people type."""
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', text(page))
    return {"seen": seen}


def test_of_two_browsers_the_second_is_told_once_what_the_first_has_stored(
    client: Client, admin: User
) -> None:
    user = person(Role.ENGINEER)
    address = reverse("user_edit", args=[user.pk])
    first, second = fields(client.get(address)), fields(client.get(address))
    client.post(address, {"name": "Lea", "role": "lead", **first})
    told = client.post(address, {"name": "", "role": "finance", **second})
    assert "Stored now: Name: Lea; Role: Engineering lead." in text(told)
    user.refresh_from_db()
    assert user.role == Role.LEAD
    assert client.post(address, {"name": "", "role": "finance", **fields(told)}).status_code == 302
    user.refresh_from_db()
    assert user.role == Role.FINANCE


def test_what_two_browsers_agree_on_is_saved_without_a_word(client: Client) -> None:
    address = reverse("organisation")
    opened = fields(client.get(address))
    form = {"name": "Acme", "time_zone": "UTC", "fiscal_year_start": 4}
    assert client.post(address, form | opened).status_code == 302
    assert client.post(address, form | opened).status_code == 302
    told = client.post(address, {**form, "fiscal_year_start": 7, **opened})
    assert "Stored now: Fiscal year begins in: April." in text(told)


@pytest.mark.parametrize("page", ["project_edit", "team_edit"])
def test_projects_and_teams_are_not_overwritten_either(client: Client, page: str) -> None:
    team = Team.objects.create(name="support")
    project = services.project_get_or_create("checkout")
    address = reverse(page, args=[project.pk if page == "project_edit" else team.pk])
    old = fields(client.get(address))
    changes = [{"content_policy": "keep", "name": "helpdesk"}, {"content_policy": "drop", "name": "care"}]
    assert client.post(address, changes[0] | old).status_code == 302
    assert "Somebody has changed this" in text(
        client.post(address, changes[1] | {"owner_team": team.pk} | old)
    )


@pytest.mark.parametrize("page", ["project_create", "teams", "key_create"])
def test_a_name_that_turns_the_direction_of_text_is_refused(client: Client, page: str) -> None:
    project = services.project_get_or_create("checkout")
    form = {"name": "a\u202egro.elpmaxe", "content_policy": "drop", "project": project.pk, "scope": "read"}
    assert "turn the direction of text" in text(client.post(reverse(page), form))
