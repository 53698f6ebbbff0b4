"""Account, Notifications: what one is told by e-mail, and when not."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts import selectors as accounts
from finops.accounts.models import User
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.accounts.zones import BROWSER, seen_zone
from finops.notifications import services
from finops.notifications.channel_log import last_test
from finops.notifications.models import Preference
from finops.notifications.preference_forms import PreferenceForm, initial_of
from finops.notifications.preference_services import preference_save
from finops.notifications.recipients import default


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.VIEW_ALERTS)
def notifications(request: HttpRequest) -> HttpResponse:
    """What a person is told by e-mail, quiet hours and digests."""
    person = actor(request)
    form = PreferenceForm(request.POST or None, initial=initial_of(preference_of(person)))
    if submit(form, lambda given: preference_save(user=person, given=given)):
        messages.success(request, "Your notifications are saved.")
        return redirect("notifications")
    context = {
        **_tested(request),
        "form": form,
        "teams": sorted(accounts.team_names(person)),
        "zone": seen_zone(person.time_zone, "") or accounts.time_zone(),
        "in_browser": person.time_zone == BROWSER,
    }
    return render(request, "notifications/preferences.html", context)


@require_safe
@require(Capability.VIEW_ALERTS)
def notifications_tested(request: HttpRequest) -> HttpResponse:
    """How the last test went: a part of the page."""
    return render(request, "notifications/_test.html", _tested(request))


@require_POST
@require(Capability.VIEW_ALERTS)
def notifications_test(request: HttpRequest) -> HttpResponse:
    """Send oneself an e-mail that says it is a test."""
    person = actor(request)
    services.send_test(person, person, timezone.now())
    return redirect("notifications")


def preference_of(person: User) -> Preference:
    """What somebody wants to be told, or what everybody of their role is told who never said."""
    return Preference.objects.filter(user=person).first() or default(person)


def _tested(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {"test": last_test(actor(request), now), "now": now, "has_mail": settings.MAIL_SERVER is not None}
