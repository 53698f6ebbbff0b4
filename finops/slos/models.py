"""SLOs and their alerts as they are stored."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from finops.accounts.models import Project, Team
from finops.ledger.types import Indicator, Subject
from finops.slos.types import MissingData, Severity, WindowKind
from finops.slos.words import INDICATORS, MISSING, SEVERITIES, SUBJECTS, WINDOWS

LEAST, MOST = 50, 99.999  # percent: below half nothing is promised, above it no window holds the events


class Slo(models.Model):
    """What good is, how much of it is promised, and who answers for it."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, max_length=2000)
    indicator = models.PositiveSmallIntegerField(
        choices=[(one.value, INDICATORS[one].label) for one in Indicator]
    )
    subject = models.CharField(max_length=20, choices=[(one.value, SUBJECTS[one]) for one in Subject])
    value = models.CharField(max_length=256)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.CASCADE, help_text="Empty: all."
    )
    environment = models.CharField(max_length=256, blank=True)
    threshold = models.DecimalField(
        max_digits=24, decimal_places=9, null=True, help_text="Nanoseconds or USD; empty: good unless failed."
    )
    objective = models.DecimalField(
        max_digits=6, decimal_places=3, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    window = models.CharField(max_length=10, choices=[(one.value, WINDOWS[one]) for one in WindowKind])
    owner_team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL)
    severity = models.CharField(max_length=10, choices=[(one.value, SEVERITIES[one]) for one in Severity])
    minimum_events = models.PositiveIntegerField(default=10)
    missing_data = models.CharField(max_length=10, choices=[(one.value, MISSING[one]) for one in MissingData])
    counter_id = models.BigIntegerField(editable=False, help_text="What the ledger counts its events under.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(archived_at=None), name="one_slo_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SloStanding(models.Model):
    """How an SLO stood when it was last judged: what lists of all SLOs read."""

    slo = models.OneToOneField(Slo, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    judged_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    danger = models.PositiveSmallIntegerField(help_text="The place of its state, the worst first.")
    sli = models.DecimalField(max_digits=14, decimal_places=12, null=True)
    left = models.DecimalField(
        max_digits=24, decimal_places=12, null=True, help_text="Of the whole budget; below 0 it is overspent."
    )
    burn = models.DecimalField(max_digits=24, decimal_places=6, null=True, help_text="Nearest to an alert.")
    burn_window = models.CharField(max_length=4, help_text="The tier it is the long window of.")
    is_counted = models.BooleanField(help_text="Whether all of its history is.")

    class Meta:
        db_table = "slo_standing"

    def __str__(self) -> str:
        return f"{self.slo_id} {self.state}"


class SloChange(models.Model):
    """What somebody changed about an SLO, in words: the fields before and after."""

    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(db_default=Now(), editable=False)
    who = models.CharField(max_length=254)
    before = models.JSONField(help_text="Empty: it was made.")
    after = models.JSONField()

    class Meta:
        db_table = "slo_change"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.slo_id} {self.who}"


class SloAlert(models.Model):
    """A budget that burned too fast for a while, with the numbers that said so at both ends."""

    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, related_name="alerts")
    tier = models.CharField(max_length=4)
    severity = models.CharField(max_length=10, choices=[(one.value, SEVERITIES[one]) for one in Severity])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why = models.JSONField(help_text="See alerting.numbers.")
    why_ended = models.JSONField(null=True)

    class Meta:
        db_table = "slo_alert"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slo", "tier"], condition=models.Q(ended_at=None), name="one_alert_goes_on"
            ),
        ]
        indexes = [models.Index(fields=["slo", "-started_at"], name="slo_alert_of_slo")]

    def __str__(self) -> str:
        return f"{self.slo_id} {self.tier}"
