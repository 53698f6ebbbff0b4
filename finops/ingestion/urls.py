"""Addresses of the Ingestion pages."""

from django.urls import path

from finops.ingestion import views

# /ingestion, /unpriced
urlpatterns = [
    path("ingestion/", views.ingestion, name="ingestion"),
    path("unpriced/", views.unpriced, name="unpriced"),
]
