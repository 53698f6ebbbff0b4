"""Who changed what, appended for ever."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One change or one reading of content. `action` is a dotted name, e.g. `accounts.key.create`."""

    at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    actor_name = models.CharField(
        max_length=254, help_text="E-mail, key prefix or command: outlives the user."
    )
    action = models.CharField(max_length=100)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"
