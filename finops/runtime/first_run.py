"""What a new installation needs before anybody can sign in or send a span."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from finops.accounts.models import Organisation, Role, Scope, User
from finops.accounts.services import key_create, project_get_or_create, user_create
from finops.core import env
from finops.runtime.types import Welcome

ACTOR = "spanledger setup"
DEFAULT_EMAIL = "admin@localhost"
DEFAULT_PROJECT = "default"


class BadAdministrator(ValueError):
    """The address or password given for the first administrator cannot be used."""


def prepare_installation() -> Welcome | None:
    """Make organisation, administrator, project and ingest key; None when somebody can sign in already.

    Raises BadAdministrator for values of SPANLEDGER_ADMIN_EMAIL or SPANLEDGER_ADMIN_PASSWORD.
    """
    email, password = _administrator()
    with transaction.atomic():
        Organisation.objects.get_or_create(id=1)
        Organisation.objects.select_for_update().get(id=1)  # of two first runs at once, one waits here
        if User.objects.exists():
            return None
        user, chosen = user_create(email=email, role=Role.ADMIN, actor=ACTOR, password=password or None)
        project = project_get_or_create(DEFAULT_PROJECT, actor=ACTOR)
        _, secret = key_create(project=project, scope=Scope.INGEST, name="First key", actor=ACTOR)
    return Welcome(user.email, None if password else chosen, secret)


def _administrator() -> tuple[str, str]:
    email = env.text("SPANLEDGER_ADMIN_EMAIL", DEFAULT_EMAIL)
    password = env.text("SPANLEDGER_ADMIN_PASSWORD")
    try:
        validate_email(email)
    except ValidationError:
        raise BadAdministrator(f"SPANLEDGER_ADMIN_EMAIL is not an e-mail address: {email!r}.") from None
    try:
        if password:
            validate_password(password)
    except ValidationError as error:
        raise BadAdministrator(f"SPANLEDGER_ADMIN_PASSWORD: {' '.join(error.messages)}") from None
    return email, password
