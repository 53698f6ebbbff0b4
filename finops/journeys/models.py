"""Journeys as people define them; runs are recognised by their name, whoever defines them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now

from finops.accounts.models import Team

MOST_STEPS = 20


class Journey(models.Model):
    """What a journey is called, who answers for it, and which steps its runs take in order."""

    name = models.CharField(max_length=256, unique=True, help_text="As telemetry and rules name it.")
    label = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True, max_length=2000)
    owner_team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL)
    steps = models.JSONField(default=list, help_text="Names of steps, in their order.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label or self.name


class Worth(models.Model):
    """What one successful run of a journey is worth from a day on, until something else is said."""

    class Basis(models.TextChoices):
        REVENUE = "revenue", "Revenue: what it earns"
        BUDGET = "budget", "Budget: what it may cost"

    journey = models.CharField(max_length=256)
    starts_on = models.DateField(help_text="A day of the organisation.")
    usd = models.DecimalField(
        max_digits=20,
        decimal_places=6,
        null=True,
        validators=[MinValueValidator(0)],
        help_text="Empty: unknown.",
    )
    basis = models.CharField(max_length=10, choices=Basis)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "journey_worth"
        ordering = ["-starts_on"]
        constraints = [models.UniqueConstraint(fields=["journey", "starts_on"], name="one_worth_of_a_day")]

    def __str__(self) -> str:
        return f"{self.journey} {self.starts_on}"
