"""Search as a page, and as what the command palette shows while somebody types."""

from django.http import HttpRequest, HttpResponse

from finops.core.htmx import render_page
from finops.core.parameters import plain_text
from finops.core.refusals import teaches
from finops.search.results import results


@teaches
def search(request: HttpRequest) -> HttpResponse:
    """Pages, teams, models, journeys, customers and traces, as far as the person may open them."""
    text = plain_text("q", request.GET.get("q", "")).strip()
    context = {"text": text, "groups": results(request.user, text)}
    return render_page(request, "search/search.html", "search/_results.html", context)
