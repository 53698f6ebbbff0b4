"""Addresses of the pages of budgets."""

from django.urls import path

from finops.budgets import edit_views, views

# /budgets
urlpatterns = [
    path("", views.budgets, name="budgets"),
    path("new/", edit_views.budget_create, name="budget_create"),
    path("preview/", edit_views.budget_preview, name="budget_preview"),
    path("<number:budget_id>/", views.budget, name="budget"),
    path("<number:budget_id>/edit/", edit_views.budget_edit, name="budget_edit"),
    path("<number:budget_id>/archive/", edit_views.budget_archive, name="budget_archive"),
    path("<number:budget_id>/restore/", edit_views.budget_restore, name="budget_restore"),
    path("<number:budget_id>/fired/<number:firing_id>/", views.budget_firing, name="budget_firing"),
]
