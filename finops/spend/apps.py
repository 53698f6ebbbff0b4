from django.apps import AppConfig


class SpendConfig(AppConfig):
    name = "finops.spend"
    label = "spend"
