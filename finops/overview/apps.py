from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "finops.overview"
    label = "overview"
