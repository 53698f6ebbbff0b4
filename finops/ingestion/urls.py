"""Addresses of the Ingestion pages."""

from django.urls import path

from finops.ingestion import price_views, views

# /ingestion, /unpriced
urlpatterns = [
    path("ingestion/", views.ingestion, name="ingestion"),
    path("unpriced/", views.unpriced, name="unpriced"),
    path("unpriced/price/", price_views.set_price, name="price_set"),
]
