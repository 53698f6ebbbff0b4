"""Every component in all its states, for those who build pages."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from finops.core.date_range import DateRange, date_range
from finops.core.htmx import render_question
from finops.core.refusals import teaches
from finops.core.tables import Table, table
from finops.spend import params
from finops.spend.comparison import COMPARISONS
from finops.styleguide import rows as example
from finops.styleguide.charts import all_charts
from finops.styleguide.forms import WRONG, EveryField

COLOURS = (
    *("page", "surface", "sunken", "ink", "ink-2", "hairline", "edge", "accent", "accent-wash"),
    *("good", "good-wash", "watch", "watch-wash", "bad", "bad-wash"),
    *(f"series-{number}" for number in range(10)),
    "series-other",
)
SPARK = [3, 4, 4, 6, 5, 9, 7, 8, 12, 11]
CODE = 'client = OpenAI(\n    default_headers={"finops-team": "support"},\n)'
LEVELS = ("info", "success", "warning", "error")


def link(label: str, **more: Any) -> dict[str, Any]:
    """A link to nowhere."""
    return {"label": label, "href": "#", "url": "#", **more}


@teaches
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    context = {
        "colours": COLOURS,
        "icons": sorted(path.stem for path in _icons().glob("*.svg")),
        "tabs": [link("Charge", current=True), link("Conversation"), link("Attributes"), link("Raw")],
        "crumbs": [link("Models"), link("openai")],
        "actions": [link("Download CSV"), link("New budget", primary=True)],
        "picker": _picker(request),
        "chips": [link("Team", value="support"), link("Model", value="gpt-5-2025-08-07")],
        "notices": [SimpleNamespace(level_tag=level) for level in LEVELS],
        "spark": SPARK,
        "gaps": [3, 4, None, None, 5, 9],
        "code": CODE,
        "form": EveryField(WRONG),
        **_rows(request),
    }
    return render(request, "styleguide/styleguide.html", context)


def charts(request: HttpRequest) -> HttpResponse:
    """Every kind of chart in every state."""
    crumbs = [{"href": reverse("styleguide"), "label": "Styleguide"}]
    return render(request, "styleguide/charts.html", {"charts": all_charts(), "crumbs": crumbs})


def question(request: HttpRequest) -> HttpResponse:
    """A question before something is done; its answer does nothing."""
    home = reverse("styleguide")
    if request.method == "POST":
        return redirect(home)
    context = {"title": "Archive team", "label": "Archive", "cancel": home}
    return render_question(request, "styleguide/question.html", context)


@teaches
def rows(request: HttpRequest) -> HttpResponse:
    """Ten thousand rows, page by page."""
    return render(request, "styleguide/rows.html", _rows(request))


def _picker(request: HttpRequest) -> DateRange:
    """A range with a name, compared with the days before, until somebody chooses others."""
    chosen = params.page_range(request.GET, timezone.localdate())
    comparison = params.comparison(request.GET)
    return date_range(request.GET, *chosen, comparisons=COMPARISONS, comparison=comparison)


def _rows(request: HttpRequest) -> dict[str, Any]:
    shown = table(request.GET, example.COLUMNS, sort="-cost")
    found, following = example.page(_ordered(shown), request.GET.get("cursor", ""))
    given = request.GET.copy()
    given["cursor"] = following
    return {
        "table": shown,
        "rows": found,
        "calls": sum(row.calls for row in example.ROWS),
        "cost": sum(row.cost for row in example.ROWS if row.cost is not None),
        "next_url": f"?{given.urlencode()}" if following else "",
    }


def _ordered(shown: Table) -> list[example.Row]:
    return example.ordered(shown.sort, shown.descending)


def _icons() -> Path:
    one: Any = get_template("components/icons/brand.svg")
    return Path(one.origin.name).parent
