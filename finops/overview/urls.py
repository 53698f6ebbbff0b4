"""Addresses of the landing page and of the first run."""

from django.urls import path

from finops.overview import start_views, views

# /overview, /start
urlpatterns = [
    path("", views.home, name="home"),
    path("overview/", views.overview, name="overview"),
    path("start/", start_views.start, name="start"),
    path("start/key/", start_views.start_key, name="start_key"),
    path("start/watch/", start_views.start_watch, name="start_watch"),
]
