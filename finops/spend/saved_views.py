"""Saving, renaming and deleting views of the Spend page. A view belongs to who saved it."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from finops.accounts.models import User
from finops.accounts.permissions import Capability, require
from finops.core.parameters import BadParameter
from finops.core.refusals import teaches
from finops.spend import links, page, services
from finops.spend.models import SavedView

LONGEST_GIVEN = 4000
MOST_SHOWN = 100


class ViewLink(NamedTuple):
    """A view as its reader sees it."""

    view: SavedView
    href: str
    mine: bool


@require_safe
@require(Capability.VIEW_SPEND)
def views(request: HttpRequest) -> HttpResponse:
    """One's own views and those that others share."""
    return render(request, "spend/views.html", {"links": visible(request)})


@require_POST
@require(Capability.VIEW_SPEND)
@teaches
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the place that `query` names."""
    given = request.POST
    query = canonical(given.get("query", ""))
    view = services.view_save(
        owner=_person(request), name=given.get("name", ""), query=query, shared="shared" in given
    )
    messages.success(request, f"The view {view.name} is saved.")
    return redirect(_address(view))


@require_POST
@require(Capability.VIEW_SPEND)
@teaches
def view_edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """Another name, shared or not."""
    services.view_rename(
        view=_mine(request, view_id), name=request.POST.get("name", ""), shared="shared" in request.POST
    )
    messages.success(request, "The view is changed.")
    return redirect("spend_views")


@require_POST
@require(Capability.VIEW_SPEND)
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a view."""
    view = _mine(request, view_id)
    services.view_delete(view=view)
    messages.success(request, f"The view {view.name} is deleted.")
    return redirect("spend_views")


def canonical(raw: str) -> str:
    """The parameters of a place as our own links write them; what the page would refuse is refused."""
    if len(raw) > LONGEST_GIVEN:
        raise BadParameter("query", "is too long.")
    place = page.place_of(QueryDict(raw), timezone.localdate())
    return urlsplit(links.spend_url(place)).query


def visible(request: HttpRequest) -> list[ViewLink]:
    """One's own views first, then those that others share."""
    owner = _person(request)
    found = SavedView.objects.filter(Q(owner=owner) | Q(shared=True, owner__is_active=True))
    shown = [ViewLink(view, _address(view), view.owner_id == owner.pk)
             for view in found.select_related("owner")[:MOST_SHOWN]]  # fmt: skip
    return sorted(shown, key=lambda link: not link.mine)


def _mine(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(SavedView, pk=view_id, owner=_person(request))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _address(view: SavedView) -> str:
    return f"{reverse('spend')}?{view.query}"
