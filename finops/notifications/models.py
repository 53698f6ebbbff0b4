"""Alerts, channels, what people want to be told, and the messages that tell it."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from finops.accounts.models import Team
from finops.notifications.routing import Concern
from finops.notifications.types import Digest, Event, Kind, Severity, Source, State

Choices = list[tuple[str, str]]


def _choices(of: type) -> Choices:
    return [(str(one), str(one)) for one in of]  # type: ignore[attr-defined]  # an enum


class Alert(models.Model):
    """Something that was wrong from one moment to another, as the feature that found it told it."""

    source = models.CharField(max_length=10, choices=_choices(Source))
    key = models.CharField(max_length=512)
    subject = models.CharField(max_length=300, help_text="What it is about: it groups and silences.")
    subject_name = models.CharField(max_length=300)
    severity = models.CharField(max_length=10, choices=_choices(Severity))
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    summary = models.TextField()
    why = models.TextField(blank=True)
    facts = models.JSONField(default=list, help_text="Pairs of label and value.")
    path = models.CharField(max_length=500, help_text="The page with the evidence.")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True, help_text="How it ended.")
    told_at = models.DateTimeField(null=True, help_text="Since then it is decided who is told that it began.")
    ending_told_at = models.DateTimeField(null=True, help_text="The same of its end.")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="an_alert_is_told_once")]
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="alert_newest"),
            models.Index(fields=["subject"], condition=models.Q(ended_at=None), name="alert_going_on"),
            models.Index(fields=["id"], condition=models.Q(told_at=None), name="alert_to_tell"),
            models.Index(
                fields=["id"],
                condition=models.Q(ended_at__isnull=False, ending_told_at=None),
                name="alert_ending_to_tell",
            ),
            models.Index(fields=["-ended_at"], name="alert_ended"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def concern(self) -> Concern:
        """What of it decides who is told."""
        return Concern(Source(self.source), Severity(self.severity), self.team_id)


class Channel(models.Model):
    """A place that messages go to, and which alerts it is told of."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    address = models.TextField(help_text="E-mail addresses, the address of a webhook, or an Apprise URL.")
    secret = models.CharField(max_length=200, blank=True, help_text="Webhooks are signed with it.")
    owner_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, help_text="Its leads may change the channel."
    )
    teams = models.ManyToManyField(Team, related_name="+", help_text="Whose alerts it is told; none: all.")
    sources = ArrayField(models.CharField(max_length=10), default=list, help_text="Of which; none: all.")
    least_severity = models.CharField(
        max_length=10, choices=_choices(Severity), default=str(Severity.WARNING)
    )
    tells_recovery = models.BooleanField(default=True)
    again_after = models.DurationField(null=True, help_text="Until somebody acknowledges; empty: never.")
    paused_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived_at=None), name="one_active_channel_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """What a person wants to be told by e-mail, and when not."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference")
    all_teams = models.BooleanField(default=False, help_text="Not only of their own teams.")
    least_severity = models.CharField(
        max_length=10, blank=True, choices=_choices(Severity), help_text="Empty: nothing."
    )
    tells_recovery = models.BooleanField(default=True)
    digest = models.CharField(max_length=10, choices=_choices(Digest), default=str(Digest.NONE))
    digest_at = models.TimeField(default=dt.time(9), help_text="In the person's time zone.")
    digested_at = models.DateTimeField(null=True, editable=False, help_text="What is older was in a digest.")
    quiet_from = models.TimeField(null=True, help_text="In the person's time zone; empty: never quiet.")
    quiet_until = models.TimeField(null=True)
    critical_breaks_quiet = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    def __str__(self) -> str:
        return f"preference of {self.user_id}"


class Silence(models.Model):
    """A span of time in which nobody is told of some alerts. What still goes on at its end is told then."""

    reason = models.CharField(max_length=500)
    subject = models.CharField(max_length=300, blank=True, help_text="Of one budget or SLO; empty: any.")
    subject_name = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, blank=True, choices=_choices(Source))
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-ends_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_silence_has_an_end"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Message(models.Model):
    """What one channel or person is sent at once. Its id is the same however often it is tried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    is_test = models.BooleanField(default=False)
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=_choices(State), default=str(State.WAITING))
    opened_at = models.DateTimeField(help_text="Since then what belongs together is gathered.")
    due_at = models.DateTimeField(help_text="It is not sent, or tried again, before that.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel=None, user__isnull=False)
                | models.Q(channel__isnull=False, user=None),
                name="a_message_has_one_recipient",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="message_due"),
            models.Index(fields=["channel", "-opened_at"], name="message_of_channel"),
            models.Index(fields=["user", "-opened_at"], name="message_of_user"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Telling(models.Model):
    """That an event of an alert is told to a channel or a person: once, whoever asks again."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="tellings")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tellings")
    recipient = models.CharField(max_length=40, help_text="`channel:7` or `user:7`")
    event = models.CharField(max_length=6, choices=_choices(Event))
    number = models.PositiveIntegerField(default=0, help_text="Counts the times it is told again.")
    at = models.DateTimeField(help_text="When it was decided; when it went out, its message says.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "recipient", "event", "number"], name="an_event_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.event} {self.alert_id}"


class Attempt(models.Model):
    """One try to deliver a message: the log."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    took = models.DurationField()
    error = models.TextField(blank=True, help_text="Empty: it was taken.")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.error or "taken"
