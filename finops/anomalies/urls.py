"""Addresses of the pages of anomalies."""

from django.urls import path

from finops.anomalies import views

# /anomalies
urlpatterns = [
    path("", views.anomalies, name="anomalies"),
    path("threshold/", views.anomaly_threshold, name="anomaly_threshold"),
    path("<number:anomaly_id>/", views.anomaly, name="anomaly"),
    path("<number:anomaly_id>/expected/", views.anomaly_expected, name="anomaly_expected"),
]
