from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "finops.notifications"
    label = "notifications"
