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


class FirstView(models.Model):
    """The view a person opens Spend with."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "first_view"

    def __str__(self) -> str:
        return f"{self.person_id}: {self.view_id}"
