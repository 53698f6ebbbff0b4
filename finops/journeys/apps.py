from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "finops.journeys"
    label = "journeys"
