"""Addresses of the Metrics pages. A name of a metric may hold anything, so it is a parameter."""

from django.urls import path

from finops.metrics import views

# /metrics
urlpatterns = [
    path("", views.metrics, name="metrics"),
    path("metric/", views.metric, name="metric"),
    path("metric.csv", views.metric_csv, name="metric_csv"),
]
