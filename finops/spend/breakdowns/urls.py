"""Addresses of Journeys, Models and Customers."""

from django.urls import path

from finops.spend.breakdowns import detail_views, views

# /journeys, /models, /customers; /journey?journey=…
urlpatterns = [
    path("journeys/", views.journeys, name="journeys"),
    path("journeys.csv", views.journeys_csv, name="journeys_csv"),
    path("journey/", detail_views.journey, name="journey"),
    path("models/", views.models, name="models"),
    path("models.csv", views.models_csv, name="models_csv"),
    path("model/", detail_views.model, name="model"),
    path("customers/", views.customers, name="customers"),
    path("customers.csv", views.customers_csv, name="customers_csv"),
    path("customer/", detail_views.customer, name="customer"),
]
