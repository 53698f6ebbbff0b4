from django.apps import AppConfig


class IngestionConfig(AppConfig):
    name = "finops.ingestion"
    label = "ingestion"
