"""Exchange rates of the reporting currency, month by month."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.accounts.services import Refused, exchange_rate_set
from finops.accounts.views.submit import actor
from finops.core.periods import month_start
from finops.spend.forms import ExchangeRateForm


@require_http_methods(["GET", "HEAD", "POST"])
@require(Capability.SET_RATES)
def exchange_rates(request: HttpRequest) -> HttpResponse:
    """The exchange rate of each month, with a form for one more, or a better one."""
    currency = accounts.organisation().reporting_currency
    if not currency:
        return render(request, "spend/exchange_rates.html", {"currency": ""})
    shown = {"month": month_start(timezone.localdate())}
    form = ExchangeRateForm(request.POST or None, initial={**shown, **request.GET.dict()})
    if request.method == "POST" and form.is_valid() and _save(request, currency, form):
        messages.success(request, "The rate is saved.")
        return redirect("exchange_rates")
    context = {"currency": currency, "form": form, "rates": accounts.exchange_rates(currency)}
    return render(request, "spend/exchange_rates.html", context)


def _save(request: HttpRequest, currency: str, form: ExchangeRateForm) -> bool:
    try:
        exchange_rate_set(currency=currency, **form.cleaned_data, actor=actor(request))
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
