"""Chat and paging services that Apprise may reach. What it knows of this machine or network is left out."""

from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings


class BadService(ValueError):
    """An Apprise URL that cannot be used; the message says why, and never repeats the URL."""


class Service(NamedTuple):
    """What it is called, its address with names where people write their own, and Apprise's class of it."""

    name: str
    example: str
    module: str
    plugin: str


SERVICES = {
    "slack": Service("Slack", "slack://TokenA/TokenB/TokenC", "slack", "NotifySlack"),
    "workflows": Service(
        "Microsoft Teams", "workflows://host:443/workflow/signature", "workflows", "NotifyWorkflows"
    ),
    "pagerduty": Service("PagerDuty", "pagerduty://IntegrationKey@ApiKey", "pagerduty", "NotifyPagerDuty"),
    "opsgenie": Service("Opsgenie", "opsgenie://ApiKey", "opsgenie", "NotifyOpsgenie"),
    "discord": Service("Discord", "discord://WebhookId/WebhookToken", "discord", "NotifyDiscord"),
    "gchat": Service("Google Chat", "gchat://Workspace/Key/Token", "google_chat", "NotifyGoogleChat"),
    "tgram": Service("Telegram", "tgram://BotToken/ChatId", "telegram", "NotifyTelegram"),
    "wxteams": Service("Webex", "wxteams://Token", "webexteams", "NotifyWebexTeams"),
    "zulip": Service("Zulip", "zulip://Bot@Organisation/Token/Channel", "zulip", "NotifyZulip"),
    "splunk": Service("Splunk On-Call", "splunk://RoutingKey@ApiKey", "splunk", "NotifySplunk"),
    "squadcast": Service("Squadcast", "squadcast://Token", "squadcast", "NotifySquadcast"),
    "signl4": Service("SIGNL4", "signl4://Secret", "signl4", "NotifySIGNL4"),
    "pover": Service("Pushover", "pover://UserKey@Token", "pushover", "NotifyPushover"),
    "mmosts": Service("Mattermost", "mmosts://host/Token", "mattermost", "NotifyMattermost"),
    "rockets": Service("Rocket.Chat", "rockets://WebhookToken@host", "rocketchat", "NotifyRocketChat"),
    "ntfys": Service("ntfy", "ntfys://host/Topic", "ntfy", "NotifyNtfy"),
}
# On the network of this installation, without encryption.
INNER = {"mmost": SERVICES["mmosts"], "rocket": SERVICES["rockets"], "ntfy": SERVICES["ntfys"]}
SAFE = {
    "redirects": False,
    "verify_certificate": True,
    "service_retry": 0,
    "include_image": False,
    "socket_connect_timeout": 4.0,
    "socket_read_timeout": 6.0,
}
OWN_HOST = {"workflows", "zulip", "mmosts", "rockets", "ntfys", *INNER}


def service_of(url: str) -> Service:
    """The service an Apprise URL is for. Raises BadService for one that nobody may use."""
    known = {**SERVICES, **INNER} if settings.PRIVATE_CHANNELS else SERVICES
    found = known.get(scheme_of(url))
    if found is None:
        names = ", ".join(f"{scheme}://" for scheme in known)
        raise BadService(f"An Apprise URL starts with one of {names}.")
    return found


def opened(url: str) -> Any:
    """What Apprise made of a URL: it sends once, soon, and follows no redirect. Raises BadService."""
    import apprise

    service = service_of(url)
    # Looking it up in Apprise would load two hundred others.
    plugin = getattr(import_module(f"apprise.plugins.{service.module}"), service.plugin)
    asset = apprise.AppriseAsset(
        app_id="Spanledger", app_desc="Spanledger", app_url=settings.PUBLIC_URL, http_redirects=False
    )
    try:
        made = plugin(**plugin.parse_url(url), asset=asset)
    except TypeError:  # what parse_url gives for no address, and what a plugin raises for a bad part
        raise BadService(f"This is no address of {service.name}. It looks like {service.example}.") from None
    for name, value in SAFE.items():  # whatever the URL says
        setattr(made, name, value)
    return made


def own_host(url: str, made: Any) -> str | None:
    """The host a URL names itself; None where the service has hosts of its own."""
    host = str(getattr(made, "host", None) or "")
    is_own = scheme_of(url) in OWN_HOST and not (scheme_of(url) == "zulip" and "." not in host)
    return host if is_own and host else None


def scheme_of(url: str) -> str:
    """What a URL starts with."""
    return url.partition("://")[0].strip().lower()
