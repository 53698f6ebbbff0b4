from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "finops.runtime"
    label = "runtime"
