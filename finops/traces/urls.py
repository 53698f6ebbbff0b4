"""Addresses of the Traces pages."""

from django.urls import path

from finops.traces import content_views, log_views, trace_views, views

# /traces
urlpatterns = [
    path("", views.traces, name="traces"),
    path("<number:project>/<trace_id:trace>/", trace_views.trace, name="trace"),
    path("<number:project>/<trace_id:trace>/logs/", log_views.trace_logs, name="trace_logs"),
    path(
        "<number:project>/<trace_id:trace>/logs/<slug:record_key>/",
        log_views.trace_log_content,
        name="trace_log_content",
    ),
    path(
        "<number:project>/<trace_id:trace>/<hex_id:span>-<hex_id:fingerprint>/content/",
        content_views.content,
        name="trace_content",
    ),
]
