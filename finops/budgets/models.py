"""Budgets, how they stand and what they told."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower, Now

from finops.accounts.models import Team
from finops.budgets.types import NO_VALUE, Enforcement, Kind, Period
from finops.spend.types import Measure


def _choices(of: type) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in of]  # type: ignore[attr-defined]  # an enum


class Budget(models.Model):
    """One budget as it is now. What it was before is in the audit log."""

    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    owner_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    filters = models.JSONField(default=dict, help_text="Wanted values by dimension; null: without a value.")
    each = models.CharField(
        max_length=80, blank=True, help_text="One budget for each value of this dimension."
    )
    measure = models.CharField(max_length=10, choices=_choices(Measure))
    amount = models.DecimalField(
        max_digits=38, decimal_places=10, validators=[MinValueValidator(0)], help_text="USD, tokens or calls."
    )
    period = models.CharField(max_length=20, choices=_choices(Period))
    time_zone = models.CharField(max_length=64, help_text="Its days begin and end here.")
    starts_on = models.DateField(help_text="Nothing before that day counts.")
    rollover = models.BooleanField(default=False, help_text="What one period leaves is added to the next.")
    thresholds = models.JSONField(default=list, help_text="Pairs of kind and percent.")
    enforcement = models.CharField(
        max_length=10,
        choices=_choices(Enforcement),
        default=str(Enforcement.OFF),
        db_default=str(Enforcement.OFF),
    )
    advised_model = models.CharField(max_length=256, blank=True, help_text="What to use once it is used up.")
    revision = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Counts changes of what it says: thresholds fire once in each."
    )
    revised_at = models.DateTimeField(help_text="It says since then what it says.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived_at=None), name="one_active_budget_of_a_name"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="budget_has_an_amount"),
        ]

    def __str__(self) -> str:
        return self.name


class Status(models.Model):
    """How a budget stood in its current period when it was last evaluated, by value."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="statuses")
    value = models.CharField(max_length=256, default=NO_VALUE, blank=True)
    period_start = models.DateField()
    period_end = models.DateField(help_text="The first day that is no longer part of it.")
    amount = models.DecimalField(max_digits=38, decimal_places=10, help_text="With what was carried over.")
    spent = models.DecimalField(max_digits=38, decimal_places=24)
    left_out = models.BigIntegerField(help_text="Calls that `spent` knows nothing of.")
    expected = models.DecimalField(max_digits=38, decimal_places=10, null=True)
    evaluated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "value"], name="one_status_of_a_budget_and_value")
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.value}"


class Forecast(models.Model):
    """What a budget is expected to spend from one day to the end of its period, by value."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="forecasts")
    value = models.CharField(max_length=256, default=NO_VALUE, blank=True)
    revision = models.PositiveIntegerField()
    period_start = models.DateField()
    made_on = models.DateField(help_text="The first day that it expects.")
    before = models.DecimalField(
        max_digits=38, decimal_places=24, help_text="Spent in the period before that day."
    )
    expected = models.DecimalField(
        max_digits=38, decimal_places=10, null=True, help_text="Empty: there are too few days to learn from."
    )
    low = models.DecimalField(max_digits=38, decimal_places=10, null=True)
    high = models.DecimalField(max_digits=38, decimal_places=10, null=True)
    method = models.CharField(max_length=40, blank=True)
    days = models.PositiveIntegerField(help_text="Days of data it was made from.")
    ahead = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Days it expects; 0 of a forecast made before this was kept."
    )
    tested_on = models.DateField(null=True, help_text="The day its like was tried on the past.")
    tested_revision = models.PositiveIntegerField(null=True)
    tested_ahead = models.PositiveIntegerField(null=True, help_text="Days ahead of what was tried.")
    tested = models.PositiveIntegerField(
        null=True, help_text="Forecasts that were tried; 0: there are too few days."
    )
    tested_inside = models.PositiveIntegerField(
        null=True, help_text="Those whose end lay within the interval."
    )
    tested_error = models.DecimalField(
        max_digits=38, decimal_places=10, null=True, help_text="Their median error as a share of the end."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "value"], name="one_forecast_of_a_budget_and_value")
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.value}"


class Firing(models.Model):
    """A threshold that was reached, with the numbers that made it so. Once for each period and revision."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="firings")
    revision = models.PositiveIntegerField()
    value = models.CharField(max_length=256, default=NO_VALUE, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    percent = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=38, decimal_places=10)
    spent = models.DecimalField(max_digits=38, decimal_places=24)
    expected = models.DecimalField(max_digits=38, decimal_places=10, null=True)
    terms = models.JSONField(help_text="What the budget said then.")
    fired_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, help_text="No longer reached since then.")
    cleared_spent = models.DecimalField(max_digits=38, decimal_places=24, null=True)
    cleared_because = models.CharField(max_length=20, blank=True)
    times = models.PositiveIntegerField(
        default=1, db_default=1, help_text="It was reached so often: a correction may take it back meanwhile."
    )

    class Meta:
        ordering = ["-fired_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "revision", "value", "period_start", "kind", "percent"],
                name="a_threshold_fires_once_in_a_period",
            )
        ]
        indexes = [models.Index(fields=["-fired_at"], name="firing_newest")]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.kind} {self.percent} %"


class ShadowDenial(models.Model):
    """How many calls a budget in shadow mode would have denied in one hour, by value."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="shadow_denials")
    value = models.CharField(max_length=512, default=NO_VALUE, blank=True)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveBigIntegerField()
    last_asked = models.JSONField(help_text="The dimensions of the last of them.")
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "value", "hour"], name="one_count_of_shadows_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.value} {self.count}"
