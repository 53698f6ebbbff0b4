from django.apps import AppConfig


class SlosConfig(AppConfig):
    name = "finops.slos"
    label = "slos"
