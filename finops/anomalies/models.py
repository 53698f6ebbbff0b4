"""Anomalies as they are stored, and from when on one is worth telling."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from finops.anomalies.types import Granularity, Kind, Series, Window

LEAST_AMOUNT, LEAST_SHARE = Decimal(50), 50


class Threshold(models.Model):
    """From when on a surprise is an anomaly, for the whole organisation."""

    amount = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        default=LEAST_AMOUNT,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1_000_000_000))],
        help_text="USD more, or less, than usual.",
    )
    share = models.PositiveSmallIntegerField(
        default=LEAST_SHARE,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text="Percent more, or less, than usual.",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_threshold_of_anomalies")]

    def __str__(self) -> str:
        return f"${self.amount} and {self.share} %"


class Anomaly(models.Model):
    """Spend of a series that was not as usual for some hours or days, with the numbers that made it so."""

    granularity = models.CharField(max_length=4, choices=[(str(one), str(one)) for one in Granularity])
    kind = models.CharField(max_length=4, choices=[(str(one), str(one)) for one in Kind])
    dimension = models.CharField(max_length=40, blank=True, help_text="Empty: all spend.")
    value = models.TextField(null=True, blank=True, help_text="Empty: what has no value.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The end of its last hour or day that is not as usual.")
    actual = models.DecimalField(max_digits=38, decimal_places=24, help_text="USD")
    expected = models.DecimalField(max_digits=38, decimal_places=24, help_text="USD")
    path = models.JSONField(default=list, help_text="Pairs of dimension and value that stand for most of it.")
    explanation = models.JSONField(default=dict)
    course = models.JSONField(default=list, help_text="Start, actual, expected, low, high of each period.")
    others = models.JSONField(default=list, help_text="Other series in which it is seen.")
    least = models.DecimalField(max_digits=12, decimal_places=2, help_text="USD it was worth telling for.")
    found_at = models.DateTimeField()
    evaluated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="When it was seen to be over.")
    withdrawn_at = models.DateTimeField(null=True, help_text="When corrections took it back.")
    told = models.PositiveSmallIntegerField(default=1, help_text="How often it has begun.")
    expected_at = models.DateTimeField(null=True, help_text="When somebody said that it was expected.")
    expected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    quiet_until = models.DateTimeField(null=True, help_text="The same is not told before then.")

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["granularity", "kind", "dimension", "value", "starts_at"],
                name="an_anomaly_is_stored_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="anomaly_newest"),
            models.Index(fields=["granularity", "ends_at"], name="anomaly_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.dimension or 'all spend'} {self.value or ''}".strip()

    @property
    def series(self) -> Series:
        """The series that stands for it."""
        return Series(self.dimension, self.value)

    @property
    def window(self) -> Window:
        """Its hours or days."""
        return Window(self.starts_at, self.ends_at)

    @property
    def excess(self) -> Decimal:
        """By how much it is more, or less, than usual: above zero. USD."""
        return (self.actual - self.expected) * Kind(self.kind).sign

    @property
    def goes_on(self) -> bool:
        """Whether it is not over, nor taken back, nor expected."""
        return self.ended_at is None and self.withdrawn_at is None and self.expected_at is None
