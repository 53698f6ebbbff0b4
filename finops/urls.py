"""Every page and API of the web process."""

from django.conf import settings
from django.urls import include, path

from finops.api import api
from finops.core import health, theme

urlpatterns = [
    path("", include("finops.overview.urls")),
    path("api/v1/", api.urls),
    path("accounts/", include("finops.accounts.sign_in_urls")),
    path("", include("finops.spend.urls")),
    path("traces/", include("finops.traces.urls")),
    path("metrics/", include("finops.metrics.urls")),
    path("", include("finops.ingestion.urls")),
    path("", include("finops.journeys.urls")),
    path("", include("finops.slos.urls")),
    path("", include("finops.notifications.urls")),
    path("search/", include("finops.search.urls")),
    path("", include("finops.rules.urls")),
    path("budgets/", include("finops.budgets.urls")),
    path("anomalies/", include("finops.anomalies.urls")),
    path("settings/", include("finops.accounts.urls")),
    path("theme/", theme.choose, name="theme"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler500 = "finops.core.failures.server_error"

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("finops.styleguide.urls")))
