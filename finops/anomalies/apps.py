from django.apps import AppConfig


class AnomaliesConfig(AppConfig):
    name = "finops.anomalies"
    label = "anomalies"
