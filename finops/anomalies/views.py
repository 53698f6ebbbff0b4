"""Anomalies: the list, one of them, what people say about it, and from when on they are told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from finops.accounts.permissions import Capability, can, require
from finops.accounts.views.submit import actor, submit
from finops.anomalies import pages, selectors, services, words
from finops.anomalies.access import can_judge
from finops.anomalies.charts import course_chart
from finops.anomalies.forms import ExpectedForm, ThresholdForm
from finops.anomalies.models import Anomaly
from finops.core import viewer
from finops.core.refusals import teaches

PAGE = 50
NOT_YOURS = "This is not about one of your teams. Ask finance or an administrator to mark it as expected."


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def anomalies(request: HttpRequest) -> HttpResponse:
    """What goes on, the most money first, and what is over, the newest first; `?cursor=`."""
    cursor, now = request.GET.get("cursor", ""), timezone.now()
    found = selectors.after(selectors.over(), cursor) if cursor else selectors.over()
    page, going_on = list(found[: PAGE + 1]), selectors.going_on()
    context = {
        "going_on": [] if cursor else [pages.line(one, now) for one in going_on],
        "over": [pages.line(one, now) for one in page[:PAGE]],
        "older": selectors.cursor_of(page[PAGE - 1]) if page[PAGE:] else "",
        "cursor": cursor,
        "answer": words.headline(going_on),
        "threshold": selectors.threshold(),
        "can_set": can(request.user, Capability.SET_ANOMALIES),
    }
    return render(request, "anomalies/anomalies.html", context)


@require_safe
@require(Capability.VIEW_SPEND)
def anomaly(request: HttpRequest, anomaly_id: int) -> HttpResponse:
    """What happened, when, and what explains it."""
    one = get_object_or_404(Anomaly.objects.select_related("expected_by"), pk=anomaly_id)
    now = timezone.now()
    state = words.state_of(one)
    context = {
        "anomaly": one,
        "sentence": pages.sentence(one, now),
        "state": words.STATES[state],
        "tone": pages.TONES[state],
        "chart": course_chart(one, viewer.zone(), timezone.get_current_timezone(), now),
        "tables": pages.tables(one),
        "links": pages.links_of(one),
        "can_judge": can_judge(request.user, one),
        "crumbs": _crumbs(),
        **pages.facts(one),
    }
    return render(request, "anomalies/anomaly.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.JUDGE_ANOMALIES)
def anomaly_expected(request: HttpRequest, anomaly_id: int) -> HttpResponse:
    """Say that it is expected and why, or take that back."""
    one = get_object_or_404(Anomaly, pk=anomaly_id)
    if not can_judge(request.user, one):
        raise PermissionDenied(NOT_YOURS)
    if one.expected_at is not None:
        if request.method == "POST":
            services.take_back_expected(anomaly=one, actor=actor(request), now=timezone.now())
            messages.success(request, "It is an anomaly again.")
        return redirect("anomaly", one.pk)
    form = ExpectedForm(request.POST or None)
    if submit(form, lambda data: _mark(request, one, data)):
        messages.success(request, "It is marked as expected.")
        return redirect("anomaly", one.pk)
    crumbs = [*_crumbs(), {"href": reverse("anomaly", args=[one.pk]), "label": words.name_of(one)}]
    context = {
        "form": form,
        "sentence": pages.sentence(one, timezone.now()),
        "crumbs": crumbs,
        "cancel": crumbs[-1]["href"],
    }
    return render(request, "anomalies/anomaly_expected.html", context)


def _mark(request: HttpRequest, one: Anomaly, data: dict[str, Any]) -> bool:
    services.mark_expected(anomaly=one, **data, actor=actor(request), now=timezone.now())
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.SET_ANOMALIES)
def anomaly_threshold(request: HttpRequest) -> HttpResponse:
    """From when on anomalies are told."""
    form = ThresholdForm(request.POST or None, instance=selectors.threshold())
    if form.is_valid():
        services.threshold_set(threshold=form.instance, actor=actor(request))
        messages.success(request, "It holds from now on.")
        return redirect("anomalies")
    context = {"form": form, "crumbs": _crumbs(), "cancel": reverse("anomalies")}
    return render(request, "anomalies/anomaly_threshold.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"href": reverse("anomalies"), "label": "Anomalies"}]
