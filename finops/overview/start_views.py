"""The first run: a key, something to paste, and a watch that turns green."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finops.accounts.models import ApiKey, Project, Scope, User
from finops.accounts.permissions import Capability, can, require
from finops.accounts.services import key_create, project_get_or_create
from finops.core.parameters import whole_number
from finops.core.refusals import teaches
from finops.overview import snippets
from finops.overview.arrivals import Arrivals, arrivals, ingest_key

KEY_NAME = "First run"
DEFAULT_PROJECT = "default"
LARGEST_KEY = 2**63 - 1


class ProjectForm(forms.Form):
    """Which project the key is for."""

    project = forms.ModelChoiceField(Project.objects.all(), empty_label=None, required=False)


@never_cache
@require_safe
@require(Capability.VIEW_INGESTION)
@teaches
def start(request: HttpRequest) -> HttpResponse:
    """How to send the first span; with `?key=`, what that key has brought so far."""
    return _page(request, ProjectForm(), key=_key(request))


@never_cache  # the answer shows the secret
@require_POST
@require(Capability.MANAGE_KEYS)
def start_key(request: HttpRequest) -> HttpResponse:
    """A new ingest key, shown once within the snippets."""
    form = ProjectForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    assert isinstance(request.user, User)
    project = form.cleaned_data["project"] or project_get_or_create(DEFAULT_PROJECT, actor=request.user)
    key, secret = key_create(project=project, scope=Scope.INGEST, name=KEY_NAME, actor=request.user)
    return _page(request, ProjectForm(initial={"project": project}), key=key, secret=secret)


@never_cache
@require_safe
@require(Capability.VIEW_INGESTION)
@teaches
def start_watch(request: HttpRequest) -> HttpResponse:
    """The part of the page that looks again every two seconds until there is a priced call.

    Without anything new since `?seen=` the answer is 204, which leaves the page and its readers alone.
    """
    watch = _watch(_key(request))
    if request.GET.get("seen") == watch["found"].stage:
        return HttpResponse(status=204)
    return render(request, "overview/_watch.html", watch)


def _page(
    request: HttpRequest, form: ProjectForm, *, key: ApiKey | None = None, secret: str = ""
) -> HttpResponse:
    otlp = _receiver(request, settings.OTLP_HTTP_PORT)
    context = {
        "form": form,
        "several_projects": Project.objects.count() > 1,
        "may_make_keys": can(request.user, Capability.MANAGE_KEYS),
        "secret": secret,
        "ways": snippets.ways(secret or snippets.PLACEHOLDER, otlp=otlp),
        "otlp_http": otlp,
        "otlp_grpc": _receiver(request, settings.OTLP_GRPC_PORT),
        **_watch(key),
    }
    return render(request, "overview/start.html", context)


def _watch(key: ApiKey | None) -> dict[str, Any]:
    return {"key": key, "found": Arrivals() if key is None else arrivals(key)}


def _key(request: HttpRequest) -> ApiKey | None:
    raw = request.GET.get("key", "")
    return ingest_key(whole_number("key", raw, minimum=1, maximum=LARGEST_KEY)) if raw else None


def _receiver(request: HttpRequest, port: int) -> str:
    """Where the receiver is: on the host this page was asked from, at its own port."""
    web = request.build_absolute_uri("/").rstrip("/")
    host = web.rsplit(":", 1)[0] if request.get_port() in web else web
    return f"{host}:{port}"
