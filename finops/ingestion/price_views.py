"""Giving a model a price."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from finops.accounts.permissions import Capability, require
from finops.core import formatting
from finops.core.parameters import BadParameter, day, plain_text
from finops.core.refusals import teaches
from finops.ingestion.forms import PriceForm
from finops.ledger.services import reprice_soon
from finops.prices.manual import CannotPrice, price_set


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.SET_PRICES)
@teaches
def set_price(request: HttpRequest) -> HttpResponse:
    """A form for the price of the model in `?provider=&model=`, then back to what is unpriced."""
    provider, model = _name(request, "provider"), _name(request, "model")
    since = day("since", request.GET["since"]) if request.GET.get("since") else timezone.now().date()
    form = PriceForm(request.POST or None, initial={"valid_from": since})
    if form.is_valid() and _set(request, form, provider, model):
        return redirect("unpriced")
    context = {"form": form, "provider": provider, "model": model}
    return render(request, "ingestion/price.html", context)


def _set(request: HttpRequest, form: PriceForm, provider: str, model: str) -> bool:
    first = form.cleaned_data["valid_from"]
    rates = form.rates()
    try:
        with transaction.atomic():
            price_set(provider=provider, model=model, rates=rates, valid_from=first, actor=request.user)
            reprice_soon(first)
    except CannotPrice as problem:
        form.add_error(None, str(problem))
        return False
    text = f"{model} has a price from {formatting.day(first)} (UTC). Stored calls get it within a minute."
    messages.success(request, text)
    return True


def _name(request: HttpRequest, parameter: str) -> str:
    name = plain_text(parameter, request.GET.get(parameter, "").strip())
    if not name:
        raise BadParameter(parameter, "is missing. Open Unpriced and choose a model there.")
    return name
