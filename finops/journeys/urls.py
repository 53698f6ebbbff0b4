"""Addresses of what people say about journeys; the lists and pages of runs are Spend's."""

from django.urls import path

from finops.journeys import views

urlpatterns = [path("journey/define/", views.journey_define, name="journey_define")]
