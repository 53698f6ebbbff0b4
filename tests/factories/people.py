"""People of every role, and their browsers."""

from html import unescape

from django.test import Client

from finops.accounts import services
from finops.accounts.models import Role, Team, User

PASSWORD = "correct-horse-battery"


def person(role: Role | str, *, teams: tuple[str, ...] = (), email: str = "") -> User:
    """A person of this role who belongs to these teams; their address is `<role>@example.com`."""
    members = [Team.objects.get_or_create(name=name)[0] for name in teams]
    user, _ = services.user_create(
        email=email or f"{Role(role).value}@example.com",
        role=role,
        actor="tests",
        teams=members,
        password=PASSWORD,
    )
    return user


def browser(user: User | None = None) -> Client:
    """A browser, signed in when there is a user."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def body(client: Client, path: str) -> str:
    """What a page says, entities read."""
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())
