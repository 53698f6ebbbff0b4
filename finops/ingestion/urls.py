"""Addresses of the Ingestion pages."""

from django.urls import path

from finops.ingestion import price_views, views
from finops.ingestion.emitters import views as emitters

# /ingestion, /unpriced
urlpatterns = [
    path("ingestion/", views.ingestion, name="ingestion"),
    path("ingestion/services/", emitters.services, name="services"),
    path("ingestion/service/", emitters.service, name="service"),
    path("unpriced/", views.unpriced, name="unpriced"),
    path("unpriced/price/", price_views.set_price, name="price_set"),
]
