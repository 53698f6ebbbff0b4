"""Journeys as people define them; runs are recognised by their name, whoever defines them."""

from django.db import models

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
