from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "finops.metrics"
    label = "metrics"
