"""Settings: ingest and API keys."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from finops.accounts import selectors, services, snippets
from finops.accounts.forms import KeyForm
from finops.accounts.models import Project
from finops.accounts.permissions import Capability, require
from finops.accounts.views.submit import actor, submit
from finops.core.htmx import render_question

LATELY = dt.timedelta(days=1)  # for which a refused key is worth a warning


@require_safe
@require(Capability.MANAGE_KEYS)
def keys(request: HttpRequest) -> HttpResponse:
    """All keys, or those of the project in `?project=`."""
    project = _project(request)
    now, found = timezone.now(), selectors.keys(project_id=project.pk if project else None)
    context = {
        "keys": found,
        "project": project,
        "create": reverse("key_create", query={"project": project.pk} if project else None),
        "still_used": [key for key in found if key.last_refused_at and now - key.last_refused_at < LATELY],
        "now": now,
    }
    return render(request, "accounts/keys.html", context)


@never_cache  # the answer to the form shows the secret
@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_KEYS)
def key_create(request: HttpRequest) -> HttpResponse:
    """A form for a new key, then its secret, once, with snippets to paste."""
    form = KeyForm(request.POST or None, initial={"project": _project(request)})
    created = submit(form, lambda data: services.key_create(**data, actor=actor(request)))
    if created is None:
        has_projects = Project.objects.exists()
        return render(request, "accounts/key_create.html", {"form": form, "has_projects": has_projects})
    key, secret = created
    context = {
        "key": key,
        "secret": secret,
        "snippets": snippets.for_scope(key.scope, secret, **_addresses(request)),
    }
    return render(request, "accounts/key_created.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_KEYS)
def key_revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Ask, then make the key useless."""
    key = get_object_or_404(selectors.keys(), pk=key_id)
    if request.method == "POST":
        services.key_revoke(key=key, actor=actor(request))
        messages.success(request, f"The key {key.prefix}… is revoked.")
        return redirect("keys")
    context = {"key": key, "title": "Revoke key", "label": "Revoke key", "cancel": reverse("keys")}
    return render_question(request, "accounts/key_revoke.html", context)


def _project(request: HttpRequest) -> Project | None:
    chosen = request.GET.get("project", "")
    # Longer numbers than a primary key has would be an error of the database.
    return Project.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None


def _addresses(request: HttpRequest) -> dict[str, str]:
    web = request.build_absolute_uri("/").rstrip("/")
    host = web.rsplit(":", 1)[0] if request.get_port() in web else web
    return {"web": web, "otlp": f"{host}:{settings.OTLP_HTTP_PORT}"}
