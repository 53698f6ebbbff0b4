from django.apps import AppConfig


class PricesConfig(AppConfig):
    name = "finops.prices"
    label = "prices"
