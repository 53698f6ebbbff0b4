"""Keeping views of the Spend page."""

from django.db import transaction

from finops.accounts.models import User
from finops.audit.services import record
from finops.core.parameters import BadParameter, plain_text
from finops.spend.models import FirstView, SavedView

MOST_VIEWS = 50
LONGEST_NAME, LONGEST_QUERY = 60, 2000


@transaction.atomic
def view_save(*, owner: User, name: str, query: str, shared: bool) -> SavedView:
    """Keep a view, or put it in the place of the owner's view of that name. `query` is validated already."""
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise BadParameter("query", "holds too many filters to be kept.")
    User.objects.select_for_update().get(pk=owner.pk)  # two tabs at once must not pass the limit
    others = SavedView.objects.filter(owner=owner).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise BadParameter("name", f"at most {MOST_VIEWS} views. Delete one first.")
    values = {"query": query, "shared": shared}
    return SavedView.objects.update_or_create(owner=owner, name=name, defaults=values)[0]


def view_rename(*, view: SavedView, name: str, shared: bool) -> SavedView:
    """Give a view another name, share it or keep it to oneself."""
    view.name, view.shared = _name(name), shared
    if SavedView.objects.filter(owner=view.owner_id, name=view.name).exclude(pk=view.pk).exists():
        raise BadParameter("name", "is the name of another view of yours.")
    view.save(update_fields=["name", "shared"])
    return view


@transaction.atomic
def view_delete(*, view: SavedView, actor: User) -> None:
    """Forget a view; that of somebody else is written down."""
    if view.owner_id != actor.pk:
        record(actor=actor, action="spend.view.delete", target=view.name, detail={"owner": str(view.owner)})
    view.delete()


def view_open_first(*, person: User, view: SavedView | None) -> None:
    """Open Spend with this view from now on; None for the month to date by team and model."""
    if view is None:
        FirstView.objects.filter(person=person).delete()
    else:
        FirstView.objects.update_or_create(person=person, defaults={"view": view})


def _name(raw: str) -> str:
    name = " ".join(plain_text("name", raw).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadParameter("name", f"must have 1 to {LONGEST_NAME} characters.")
    return name
