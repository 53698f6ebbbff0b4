"""Addresses of SLOs."""

from django.urls import path

from finops.slos import edit_views, views

urlpatterns = [
    path("slos/", views.slos, name="slos"),
    path("slos/new/", edit_views.slo_create, name="slo_create"),
    path("slo/<int:slo_id>/", views.slo, name="slo"),
    path("slo/<int:slo_id>/progress/", views.slo_progress, name="slo_progress"),
    path("slo/<int:slo_id>/edit/", edit_views.slo_edit, name="slo_edit"),
    path("slo/<int:slo_id>/archive/", views.slo_archive, name="slo_archive"),
]
