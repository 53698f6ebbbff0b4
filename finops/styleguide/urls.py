"""The address of the styleguide. Included in development only."""

from django.urls import path

from finops.styleguide import views

# /styleguide
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("charts/", views.charts, name="styleguide_charts"),
    path("question/", views.question, name="styleguide_question"),
    path("rows/", views.rows, name="styleguide_rows"),
]
