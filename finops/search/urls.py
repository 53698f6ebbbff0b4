"""The address of the search page, which also answers the command palette."""

from django.urls import path

from finops.search import views

# /search
urlpatterns = [path("", views.search, name="search")]
