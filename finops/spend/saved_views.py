"""Saving, renaming, deleting and opening views of the Spend page. A view belongs to who saved it."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts.models import User
from finops.accounts.permissions import Capability, can, require
from finops.core.htmx import render_question
from finops.core.parameters import BadParameter
from finops.core.refusals import teaches
from finops.spend import links, page, services
from finops.spend.models import FirstView, SavedView

LONGEST_GIVEN = 4000
MOST_SHOWN = 100


class ViewLink(NamedTuple):
    """A view as its reader sees it."""

    view: SavedView
    href: str
    mine: bool
    first: bool  # whether Spend opens with it
    deletable: bool


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


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.VIEW_SPEND)
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Ask, then forget a view: one's own, or for who may one that others share."""
    view = get_object_or_404(_deletable(_person(request)), pk=view_id)
    if request.method != "POST":
        context = {"view": view, "title": "Delete view", "label": "Delete", "cancel": reverse("spend_views")}
        return render_question(request, "spend/view_delete.html", context)
    services.view_delete(view=view, actor=_person(request))
    messages.success(request, f"The view {view.name} is deleted.")
    return redirect("spend_views")


@require_POST
@require(Capability.VIEW_SPEND)
def view_first(request: HttpRequest, view_id: int) -> HttpResponse:
    """Open Spend with this view, or no longer when it does already."""
    person = _person(request)
    view = get_object_or_404(_seen_by(person), pk=view_id)
    taken_back = FirstView.objects.filter(person=person, view=view).exists()
    services.view_open_first(person=person, view=None if taken_back else view)
    told = "no longer opens" if taken_back else "opens"
    messages.success(request, f"Spend {told} with {view.name}.")
    return redirect("spend_views")


def first_address(request: HttpRequest) -> str:
    """Where Spend opens for this person when no place is asked for; empty for the usual one."""
    person = _person(request)
    chosen = FirstView.objects.filter(person=person).values("view_id")
    view = _seen_by(person).filter(pk__in=chosen).first()
    return _address(view) if view else ""


def canonical(raw: str) -> str:
    """The parameters of a place as our own links write them; what the page would refuse is refused."""
    if len(raw) > LONGEST_GIVEN:
        raise BadParameter("query", "is too long.")
    place = page.place_of(QueryDict(raw), timezone.localdate())
    return urlsplit(links.spend_url(place)).query


def visible(request: HttpRequest) -> list[ViewLink]:
    """One's own views first, then those that others share."""
    person = _person(request)
    first = FirstView.objects.filter(person=person).values_list("view_id", flat=True).first()
    manages = can(person, Capability.MANAGE_VIEWS)
    shown = [_link(view, person, first, manages) for view in _seen_by(person)[:MOST_SHOWN]]
    return sorted(shown, key=lambda link: not link.mine)


def _link(view: SavedView, person: User, first: int | None, manages: bool) -> ViewLink:
    mine = view.owner_id == person.pk
    return ViewLink(view, _address(view), mine, view.pk == first, mine or manages)


def _seen_by(person: User) -> QuerySet[SavedView]:
    """Who left still shares: others may have built on it."""
    return SavedView.objects.filter(Q(owner=person) | Q(shared=True)).select_related("owner")


def _deletable(person: User) -> QuerySet[SavedView]:
    if can(person, Capability.MANAGE_VIEWS):
        return _seen_by(person)
    return SavedView.objects.filter(owner=person).select_related("owner")


def _mine(request: HttpRequest, view_id: int) -> SavedView:
    return get_object_or_404(SavedView, pk=view_id, owner=_person(request))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _address(view: SavedView) -> str:
    return f"{reverse('spend')}?{view.query}"
