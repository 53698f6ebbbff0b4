"""Settings: attribution rules."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.attribution import selectors
from finops.attribution.rule_checks import BadRule
from finops.attribution.types import ListedRule, RuleContent
from finops.core.date_range import asked_days, date_range
from finops.core.periods import instants
from finops.core.refusals import teaches
from finops.ledger.rule_preview import preview_rule
from finops.ledger.services import reattributions
from finops.rules import saving
from finops.rules.forms import RuleForm, SinceForm, content_of, initial_of

MINUTE = "Stored calls follow within a minute; how far that is stands on this page."
UNNAMED = "…"  # what a rule sets that nobody has typed yet
ASKED = ("from", "to", "range")


@require_safe
@require(Capability.MANAGE_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """All rules in their order, the owners of projects, and what is being attributed anew."""
    context = {
        "rules": selectors.rules(),
        "last": len(selectors.rules_that_are_on()),
        "projects": accounts.projects(now=timezone.now()),
        "reattributions": reattributions(),
    }
    return render(request, "rules/rules.html", context)


@require_safe
@require(Capability.MANAGE_RULES)
def rules_progress(request: HttpRequest) -> HttpResponse:
    """How far attributing anew has come: a part of the page of rules."""
    return render(request, "rules/_progress.html", {"reattributions": reattributions()})


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_RULES)
@teaches
def rule_create(request: HttpRequest) -> HttpResponse:
    """A form for a new rule. Its address may fill it; then it shows what the rule would move."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_RULES)
@teaches
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The same for a rule that there is."""
    return _form(request, _found(rule_id))


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.MANAGE_RULES)
def rule_switch_off(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Ask whether a rule shall end, and since when."""
    found = _found(rule_id)
    form = SinceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        saving.switch_off(found, form.cleaned_data["since"], request.user)
        messages.success(request, f"Switched off: {found.content.words}. {MINUTE}")
        return redirect("rules")
    return render(request, "rules/rule_switch_off.html", {"rule": found, "form": form})


@require_POST
@require(Capability.MANAGE_RULES)
def rule_move(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Ask a rule before or after its neighbour, from now on."""
    try:
        saving.move(_found(rule_id), up="up" in request.POST, actor=request.user)
    except BadRule as problem:
        messages.error(request, str(problem))
    return redirect("rules")


def _form(request: HttpRequest, rule: ListedRule | None) -> HttpResponse:
    form = _opened(request, rule)
    if request.method == "POST":
        if "preview" in request.POST:
            return redirect(_address(request, rule))
        if form.is_valid() and _save(request, form, rule):
            return redirect("rules")
    days, spelled = asked_days(request.GET, timezone.localdate(), accounts.fiscal_year_start(), default="30d")
    context: dict[str, Any] = {"form": form, "rule": rule, "days": days}
    if content := _previewed(request):
        times = instants(days, accounts.time_zone())
        context |= {
            "content": content,
            "preview": preview_rule(content, rule.id if rule else None, days, times),
            "picker": date_range(request.GET, days, spelled, accounts.fiscal_year_start()),
        }
    return render(request, "rules/rule_form.html", context)


def _opened(request: HttpRequest, rule: ListedRule | None) -> RuleForm:
    """The form as it was sent, as its address fills it, or as the rule is stored."""
    if request.method == "POST":
        return RuleForm(request.POST)
    if request.GET.get("set_to"):
        return RuleForm(request.GET)
    filled = request.GET.dict() if "dimension" in request.GET else {}
    return RuleForm(initial=filled or (initial_of(rule.content) if rule else {}))


def _previewed(request: HttpRequest) -> RuleContent | None:
    """The rule in the address, whatever it will set; None without one."""
    try:
        return content_of({**request.GET.dict(), "set_to": request.GET.get("set_to") or UNNAMED})
    except BadRule:
        return None


def _save(request: HttpRequest, form: RuleForm, rule: ListedRule | None) -> bool:
    content, since = form.cleaned_data["content"], form.cleaned_data["since"]
    try:
        saving.save_rule(content, rule.id if rule else None, since, request.user)
    except BadRule as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, f"Saved: {content.words}. {MINUTE if since else 'It applies from now on.'}")
    return True


def _address(request: HttpRequest, rule: ListedRule | None) -> str:
    """The page with what was typed in its address."""
    typed = {
        name: value
        for name, value in request.POST.items()
        if value and name not in ("csrfmiddlewaretoken", "preview")
    }
    kept = {name: request.GET[name] for name in ASKED if name in request.GET}
    name, arguments = ("rule_edit", [rule.id]) if rule else ("rule_create", [])
    return reverse(name, args=arguments, query={**typed, **kept})


def _found(rule_id: int) -> ListedRule:
    found = selectors.rule(rule_id)
    if found is None:
        raise Http404
    return found
