"""Reading the audit log."""

from django.db.models import Q

from finops.audit.models import Entry


def entries(*, action: str = "", text: str = "", before: int | None = None, limit: int) -> list[Entry]:
    """The newest entries, or those before an id; `text` is searched in who acted and on what."""
    found = Entry.objects.order_by("-id")
    if action:
        found = found.filter(action=action)
    if text:
        found = found.filter(Q(actor_name__icontains=text) | Q(target__icontains=text))
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:limit])


def actions() -> list[str]:
    """Every action in the log, in alphabetical order."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())
