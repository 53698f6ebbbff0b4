"""Addresses of what people say about journeys; the lists and pages of runs are Spend's."""

from django.urls import path

from finops.journeys import views, worth_views
from finops.journeys.changes import views as changes

urlpatterns = [
    path("journey/define/", views.journey_define, name="journey_define"),
    path("journey/worth/", worth_views.journey_worth, name="journey_worth"),
    path("journey/worth/<int:worth_id>/withdraw/", worth_views.worth_withdraw, name="worth_withdraw"),
    path("journey/changes/", changes.journey_changes, name="journey_changes"),
]
