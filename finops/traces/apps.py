from django.apps import AppConfig


class TracesConfig(AppConfig):
    name = "finops.traces"
    label = "traces"
