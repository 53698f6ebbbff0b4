"""People, projects and keys."""

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from finops.core.periods import NO_WEEK


class Role(models.TextChoices):
    """What a person may do. Roles do not nest: see `accounts/permissions.py`."""

    ADMIN = "admin", "Administrator"
    FINANCE = "finance", "Finance"
    LEAD = "lead", "Engineering lead"
    ENGINEER = "engineer", "Engineer"


class ContentPolicy(models.TextChoices):
    """What happens to prompts and completions before anything is written."""

    DROP = "drop", "Drop"
    REDACT = "redact", "Redact"
    KEEP = "keep", "Keep"


class Scope(models.TextChoices):
    """What a key may do."""

    INGEST = "ingest", "Ingest"
    READ = "read", "Read"
    ADMIN = "admin", "Admin"


class Organisation(models.Model):
    """The one organisation of this installation: its calendar and currency."""

    name = models.CharField(max_length=200, default="My organisation")
    time_zone = models.CharField(max_length=64, default="UTC", help_text="Days and months end here.")
    next_time_zone = models.CharField(
        max_length=64, null=True, help_text="Wanted: workers count all days anew and then use it."
    )
    currency = models.CharField(max_length=3, default="USD", help_text="Of the ledger.")
    reporting_currency = models.CharField(
        max_length=3,
        blank=True,
        default="",
        db_default="",
        help_text="Told beside that of the ledger; empty: none.",
    )
    fiscal_year_start = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="The month in which the fiscal year begins, 1 to 12."
    )
    folded_until = models.DateField(
        default=NO_WEEK, db_default=NO_WEEK, help_text="Rollups by week hold what lies before this day."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_organisation"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start__range=(1, 12)), name="fiscal_year_starts_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(models.Model):
    """What a dollar was worth in a month, as the organisation's books have it."""

    currency = models.CharField(max_length=3, help_text="ISO 4217")
    month = models.DateField(help_text="Its first day.")
    rate = models.DecimalField(max_digits=20, decimal_places=10, help_text="Units of it for one US dollar.")
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "month"], name="one_rate_of_a_currency_and_month"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="a_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.rate} {self.currency} in {self.month:%Y-%m}"


class Team(models.Model):
    """A team that people belong to and spend is attributed to, by name."""

    name = models.CharField(max_length=256, unique=True)
    archived_at = models.DateTimeField(null=True, editable=False, help_text="No longer offered to choose.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """What an ingest key belongs to: telemetry of one project never touches another's."""

    name = models.CharField(max_length=100, unique=True)
    content_policy = models.CharField(
        max_length=6, choices=ContentPolicy, default=ContentPolicy.DROP, db_default=ContentPolicy.DROP
    )
    owner_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, help_text="Spend nobody else claims."
    )
    pseudonym_key = models.BinaryField(max_length=32, editable=False, help_text="Key of user pseudonyms.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProjectOwner(models.Model):
    """The team that a project's unclaimed spend belongs to, from a moment on."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="owners")
    team = models.CharField(max_length=256, null=True, help_text="Its name at that time; empty: nobody.")
    applies_from = models.DateTimeField()
    waits = models.BooleanField(
        default=False, db_default=False, help_text="Wanted: workers attribute stored calls anew."
    )

    class Meta:
        ordering = ["applies_from", "id"]

    def __str__(self) -> str:
        return self.team or "nobody"


class UserManager(BaseUserManager["User"]):
    """Creates people; the e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new person, who cannot sign in without a password."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.ENGINEER)
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        help_text="Moments are shown in it: empty, the organisation's; browser, that of the browser.",
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_case_insensitive")]

    def __str__(self) -> str:
        return self.email


class ApiKey(models.Model):
    """An ingest or API key. Only its SHA-256 is stored; the key itself is shown once."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=100, blank=True)
    scope = models.CharField(max_length=6, choices=Scope)
    prefix = models.CharField(max_length=16, help_text="The first characters, to tell keys apart.")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    refused_count = models.PositiveBigIntegerField(
        default=0, db_default=0, editable=False, help_text="Requests since it was revoked or has expired."
    )
    last_refused_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def has_expired(self, now: dt.datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


class Invitation(models.Model):
    """A link that lets one person make their account, once. Only its SHA-256 is stored."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False, help_text="Accepted, withdrawn or replaced.")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
