"""Addresses of the Traces pages."""

from django.urls import path

from finops.traces import content_views, trace_views, views

# /traces
urlpatterns = [
    path("", views.traces, name="traces"),
    path("<number:project>/<trace_id:trace>/", trace_views.trace, name="trace"),
    path(
        "<number:project>/<trace_id:trace>/<hex_id:span>-<hex_id:fingerprint>/content/",
        content_views.content,
        name="trace_content",
    ),
]
