"""Making and changing SLOs, with what they would have been."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.journeys.access import refuse_others
from finops.ledger.objectives.services import Counted
from finops.slos import services
from finops.slos.forms import SloForm, initial_of
from finops.slos.models import Slo
from finops.slos.policy import TIERS, can_fire
from finops.slos.preview import Preview, preview
from finops.slos.preview_page import Told, told
from finops.slos.types import WindowKind
from finops.slos.views import found_slo
from finops.slos.windows import whole_minute, window_at

PREVIEW = "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_SLOS)
def slo_create(request: HttpRequest) -> HttpResponse:
    """A form for a new SLO. Its address may fill it."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_SLOS)
def slo_edit(request: HttpRequest, slo_id: int) -> HttpResponse:
    """The same for an SLO that there is."""
    found = found_slo(slo_id)
    refuse_others(request.user, found.owner_team)
    return _form(request, found)


def _form(request: HttpRequest, slo: Slo | None) -> HttpResponse:
    if request.method == "POST" and PREVIEW in request.POST:
        return redirect(_address(request, slo))
    initial = initial_of(slo, given=request.GET)
    form = SloForm(_sent(request), initial=initial, who=request.user, is_new=slo is None)
    context: dict[str, Any] = {"form": form, "slo": slo}
    if request.method == "POST":
        saved = submit(form, lambda _: _save(request, form, slo))
        if saved:
            return redirect("slo", saved.pk)
    elif form.is_bound and form.is_valid():
        context["told"] = _told(form)
    return render(request, "slos/slo_form.html", context)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent to be saved, or to be previewed, which the address tells."""
    if request.method == "POST":
        return request.POST
    return request.GET if PREVIEW in request.GET else None


def _address(request: HttpRequest, slo: Slo | None) -> str:
    typed = {name: value for name, value in request.POST.items() if value and name != "csrfmiddlewaretoken"}
    name, arguments = ("slo_edit", [slo.pk]) if slo else ("slo_create", [])
    return reverse(name, args=arguments, query=typed)


def _save(request: HttpRequest, form: SloForm, slo: Slo | None) -> Slo:
    who, now = actor(request), timezone.now()
    if slo is None:
        saved = services.slo_create(actor=who, now=now, **form.content)
        messages.success(request, f"The SLO {saved.name} is saved. Its history is being counted.")
        return saved
    saved = services.slo_update(slo=slo, actor=who, now=now, **form.content)
    messages.success(request, f"The SLO {saved.name} is saved.")
    return saved


def _told(form: SloForm) -> Told:
    content = form.content
    project = content["project"]
    what = Counted(
        content["indicator"],
        content["subject"],
        content["value"],
        project.pk if project else None,
        content["environment"] or None,
        content["threshold"],
    )
    now, zone = whole_minute(timezone.now()), accounts.time_zone()
    found: Preview = preview(what, content["objective"], now, zone.key)
    window = window_at(WindowKind(content["window"]), now, zone, accounts.fiscal_year_start())
    deaf = [tier for tier in TIERS if not can_fire(tier, window.length, content["objective"])]
    return told(found, content, deaf)
