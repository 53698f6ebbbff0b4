"""Every page, and the styleguide, as in development."""

from django.urls import include, path

from finops.urls import urlpatterns as product

urlpatterns = [*product, path("styleguide/", include("finops.styleguide.urls"))]
