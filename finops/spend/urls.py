"""Addresses of the Spend and Charges pages, and of exchange rates."""

from django.urls import include, path, register_converter

from finops.core.converters import ChargeLine, HexId, Number, TraceId
from finops.spend import charge_views, exchange_rates, saved_views, views

register_converter(ChargeLine, "charge_line")
register_converter(Number, "number")
register_converter(TraceId, "trace_id")
register_converter(HexId, "hex_id")

# /spend, /charges, and those of the breakdowns
urlpatterns = [
    path("", include("finops.spend.breakdowns.urls")),
    path("spend/", views.spend, name="spend"),
    path("spend/views/", saved_views.views, name="spend_views"),
    path("spend/views/save", saved_views.view_save, name="spend_view_save"),
    path("spend/views/<number:view_id>/edit", saved_views.view_edit, name="spend_view_edit"),
    path("spend/views/<number:view_id>/delete", saved_views.view_delete, name="spend_view_delete"),
    path("spend/views/<number:view_id>/first", saved_views.view_first, name="spend_view_first"),
    path("spend.csv", views.spend_csv, name="spend_csv"),
    path("exchange-rates/", exchange_rates.exchange_rates, name="exchange_rates"),
    path("charges/", charge_views.charges, name="charges"),
    path(
        "charges/<number:project>/<trace_id:trace>/<hex_id:span>/<hex_id:fingerprint>/<charge_line:line>/",
        charge_views.charge,
        name="charge",
    ),
]
