from django.apps import AppConfig


class AnomaliesConfig(AppConfig):
    name = "finops.anomalies"
    label = "anomalies"

    def ready(self) -> None:
        """Spend, which lies below, notes anomalies on its chart."""
        from finops.anomalies.notes import notes
        from finops.spend.happenings import tells

        tells(notes)
