"""Mapping rules as they are stored."""

from django.db import models
from django.db.models.functions import Now


class Rule(models.Model):
    """One rule, whatever it has said over time."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"rule {self.pk}"


class RuleVersion(models.Model):
    """What a rule says of calls that begin within a span of time. Spans of time of one rule never overlap."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    position = models.PositiveIntegerField(help_text="Rules are asked in this order.")
    conditions = models.JSONField(help_text="All must hold: see rule_text.conditions_out.")
    dimension = models.CharField(max_length=60)
    value = models.CharField(max_length=256)
    applies_from = models.DateTimeField()
    applies_until = models.DateTimeField(null=True, help_text="Empty: it goes on.")

    class Meta:
        ordering = ["position", "rule_id", "applies_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applies_until=None) | models.Q(applies_until__gt=models.F("applies_from")),
                name="rule_version_has_time",
            ),
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(applies_until=None), name="one_rule_version_goes_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class CustomDimension(models.Model):
    """A dimension that an administrator allowed. Never deleted: what is stored refers to its name."""

    name = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    attributes = models.JSONField(default=list, help_text="That state it, besides those of its name.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    archived_at = models.DateTimeField(null=True)
    history_from = models.DateTimeField(null=True, help_text="Stored calls from here on follow.")
    history_until = models.DateTimeField(null=True)
    history_attributes = models.JSONField(null=True, help_text="As they were when that was asked for.")
    history_values = models.JSONField(null=True, help_text="The most used; null: not counted yet.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label
