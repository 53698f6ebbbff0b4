"""Addresses of the pages of alerts, silences and channels, and of what a person wants to be told."""

from django.urls import path

from finops.notifications import alert_views as alert
from finops.notifications import channel_edit_views as edit
from finops.notifications import channel_views as channel
from finops.notifications import preference_views as preference
from finops.notifications import silence_views as silence

urlpatterns = [
    path("alerts/", alert.alerts, name="alerts"),
    path("alerts/<number:alert_id>/", alert.alert, name="alert"),
    path("alerts/<number:alert_id>/acknowledge/", alert.alert_acknowledge, name="alert_acknowledge"),
    path("alerts/<number:alert_id>/withdraw/", alert.alert_withdraw, name="alert_withdraw"),
    path("alerts/silences/", silence.silence_list, name="silences"),
    path("alerts/silences/new/", silence.silence_create, name="silence_create"),
    path("alerts/silences/<number:silence_id>/end/", silence.silence_end, name="silence_end"),
    path("alerts/channels/", channel.channels, name="channels"),
    path("alerts/channels/new/", edit.channel_create, name="channel_create"),
    path("alerts/channels/<number:channel_id>/", channel.channel, name="channel"),
    path("alerts/channels/<number:channel_id>/edit/", edit.channel_edit, name="channel_edit"),
    path("alerts/channels/<number:channel_id>/archive/", edit.channel_archive, name="channel_archive"),
    path("alerts/channels/<number:channel_id>/secret/", edit.channel_secret, name="channel_secret"),
    path("alerts/channels/<number:channel_id>/switch/", channel.channel_switch, name="channel_switch"),
    path("alerts/channels/<number:channel_id>/test/", channel.channel_test, name="channel_test"),
    path("alerts/channels/<number:channel_id>/tested/", channel.channel_tested, name="channel_tested"),
    path("alerts/channels/<number:channel_id>/again/", channel.channel_again, name="channel_again"),
    path("accounts/notifications/", preference.notifications, name="notifications"),
    path("accounts/notifications/test/", preference.notifications_test, name="notifications_test"),
    path("accounts/notifications/tested/", preference.notifications_tested, name="notifications_tested"),
]
