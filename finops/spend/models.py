"""Views of the Spend page that people keep."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A place of the Spend page under a name; a shared one is seen by everybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, help_text="The parameters of its address.")
    shared = models.BooleanField(default=False)

    class Meta:
        db_table = "saved_view"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("owner", "name", name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
