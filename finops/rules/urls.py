"""Addresses of the pages of rules, and of what needs some."""

from django.urls import path

from finops.rules import dimension_views, unattributed_views, views

# /settings/rules, /settings/dimensions, /unattributed
urlpatterns = [
    path("settings/rules/", views.rules, name="rules"),
    path("settings/rules/progress/", views.rules_progress, name="rules_progress"),
    path("settings/rules/new/", views.rule_create, name="rule_create"),
    path("settings/rules/<number:rule_id>/", views.rule_edit, name="rule_edit"),
    path("settings/rules/<number:rule_id>/off/", views.rule_switch_off, name="rule_switch_off"),
    path("settings/rules/<number:rule_id>/move/", views.rule_move, name="rule_move"),
    path("settings/dimensions/", dimension_views.dimensions, name="dimensions"),
    path("settings/dimensions/<number:dimension_id>/", dimension_views.dimension_edit, name="dimension_edit"),
    path(
        "settings/dimensions/<number:dimension_id>/archive/",
        dimension_views.dimension_archive,
        name="dimension_archive",
    ),
    path(
        "settings/dimensions/<number:dimension_id>/restore/",
        dimension_views.dimension_restore,
        name="dimension_restore",
    ),
    path("unattributed/", unattributed_views.unattributed, name="unattributed"),
]
