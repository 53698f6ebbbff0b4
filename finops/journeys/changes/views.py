"""What changed about the runs of a journey."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.parameters import BadParameter, one_of
from finops.core.refusals import teaches
from finops.journeys.changes import sides
from finops.journeys.changes.lines import effects, latency_lines, lines, signed, step_lines
from finops.journeys.changes.split import split
from finops.journeys.changes.types import Side
from finops.spend.breakdowns import addresses
from finops.spend.breakdowns.kinds import JOURNEYS
from finops.spend.breakdowns.questions import question, value_of
from finops.spend.breakdowns.types import Question

PERIODS, VERSIONS = "periods", "versions"


class Chosen(NamedTuple):
    """A prompt, two of its versions, and what else could be chosen; None is a call without a version."""

    prompt: str
    first: str | None
    second: str | None
    prompts: list[str]
    versions: list[str | None]


@require_safe
@require(Capability.VIEW_SPEND)
@teaches
def journey_changes(request: HttpRequest) -> HttpResponse:
    """Two periods or two versions of a prompt: `?journey=`, `?by=`, `?prompt=`, `?a=`, `?b=`."""
    given, zone = request.GET, accounts.time_zone()
    asked = question(JOURNEYS, given, timezone.localdate(), zone, accounts.fiscal_year_start())
    name = value_of(asked)
    if name is None:
        raise BadParameter("journey", "name one: what belongs to none is no journey.")
    by = one_of("by", given.get("by") or PERIODS, (PERIODS, VERSIONS))
    chosen = _chosen(given, name, asked) if by == VERSIONS else None
    found = _sides(asked, name, by, chosen)
    context = {
        "name": name,
        "asked": asked,
        "by": by,
        "chosen": chosen,
        "picker": addresses.picker(given, asked),
        "tabs": _tabs(given, by),
        "kept": [(key, value) for key, value in given.items() if key not in ("prompt", "a", "b")],
        "crumbs": _crumbs(asked, name),
        "zone": zone.key,
        **(_told(*found) if found else {}),
    }
    return render(request, "journeys/journey_changes.html", context)


def _sides(asked: Question, name: str, by: str, chosen: Chosen | None) -> tuple[Side, Side] | None:
    zone = accounts.time_zone()
    if by == PERIODS:
        if not asked.compares:
            return None
        before = sides.period(name, asked.before, zone, "Before")
        return before, sides.period(name, asked.days, zone, "These days")
    if chosen is None or len(chosen.versions) < 2 or chosen.first == chosen.second:
        return None
    first, second = (
        sides.version(name, asked.days, zone, chosen.prompt, one) for one in (chosen.first, chosen.second)
    )
    return first, second


def _told(before: Side, after: Side) -> dict[str, Any]:
    costs = [side.per_run(side.cost) for side in (before, after)]
    return {
        "before": before,
        "after": after,
        "cost": costs[1],
        "cost_before": costs[0],
        "difference": "" if None in costs else signed(costs[1] - costs[0]),  # type: ignore[operator]
        "effects": effects(split(before, after)),
        "lines": lines(before, after),
        "latency_lines": latency_lines(before, after),
        "step_lines": step_lines(before, after),
        "unpriced": before.unpriced_calls + after.unpriced_calls,
    }


def _chosen(given: QueryDict, name: str, asked: Question) -> Chosen:
    """What the address asks for; where it does not, the two versions that are called most."""
    known = sides.versions(name, asked.days)
    prompts = list(dict.fromkeys(prompt for prompt, _ in known))
    wanted = given.get("prompt", "")
    prompt = one_of("prompt", wanted, prompts) if wanted else next(iter(prompts), "")
    versions = [version for one, version in known if one == prompt]
    default = sorted(versions[:2], key=lambda one: one or "")
    first, second = (_version(given, parameter, versions) for parameter in ("a", "b"))
    usual = [*default, None, None]
    return Chosen(
        prompt,
        usual[0] if first is ... else first,
        usual[1] if second is ... else second,
        sorted(prompts),
        sorted(versions, key=lambda one: one or ""),
    )


def _version(given: QueryDict, parameter: str, versions: list[str | None]) -> Any:
    """A version that an address names, None for none; `...` when it names nothing, or another prompt's."""
    if parameter not in given:
        return ...
    named = given[parameter] or None
    return named if named in versions else ...


def _tabs(given: QueryDict, by: str) -> list[dict[str, Any]]:
    labels = {PERIODS: "Two periods", VERSIONS: "Two prompt versions"}
    return [
        {"href": addresses.keeping(given, ("a", "b", "prompt"), by=one), "label": label, "current": one == by}
        for one, label in labels.items()
    ]


def _crumbs(asked: Question, name: str) -> list[dict[str, str]]:
    return [
        {"href": addresses.list_url(asked), "label": JOURNEYS.title},
        {"href": addresses.detail_url(asked, name), "label": name},
    ]
