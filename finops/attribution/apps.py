from django.apps import AppConfig


class AttributionConfig(AppConfig):
    name = "finops.attribution"
    label = "attribution"
