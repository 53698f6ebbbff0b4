from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "finops.rules"
    label = "rules"
