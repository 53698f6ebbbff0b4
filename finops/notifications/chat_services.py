"""Chat and paging services that Apprise may reach. What it knows of this machine or network is left out."""

from typing import Any, NamedTuple

from django.conf import settings


class BadService(ValueError):
    """An Apprise URL that cannot be used; the message says why, and never repeats the URL."""


class Service(NamedTuple):
    """What it is called, and the address of it with names where people write their own."""

    name: str
    example: str


SERVICES = {
    "slack": Service("Slack", "slack://TokenA/TokenB/TokenC"),
    "workflows": Service("Microsoft Teams", "workflows://host:443/workflow/signature"),
    "pagerduty": Service("PagerDuty", "pagerduty://IntegrationKey@ApiKey"),
    "opsgenie": Service("Opsgenie", "opsgenie://ApiKey"),
    "discord": Service("Discord", "discord://WebhookId/WebhookToken"),
    "gchat": Service("Google Chat", "gchat://Workspace/Key/Token"),
    "tgram": Service("Telegram", "tgram://BotToken/ChatId"),
    "wxteams": Service("Webex", "wxteams://Token"),
    "zulip": Service("Zulip", "zulip://Bot@Organisation/Token/Channel"),
    "splunk": Service("Splunk On-Call", "splunk://RoutingKey@ApiKey"),
    "squadcast": Service("Squadcast", "squadcast://Token"),
    "signl4": Service("SIGNL4", "signl4://Secret"),
    "pover": Service("Pushover", "pover://UserKey@Token"),
    "mmosts": Service("Mattermost", "mmosts://host/Token"),
    "rockets": Service("Rocket.Chat", "rockets://WebhookToken@host"),
    "ntfys": Service("ntfy", "ntfys://host/Topic"),
}
# On the network of this installation, without encryption.
INNER = {"mmost": SERVICES["mmosts"], "rocket": SERVICES["rockets"], "ntfy": SERVICES["ntfys"]}
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
    """What Apprise made of a URL: it sends, and follows no redirect. Raises BadService."""
    import apprise

    service = service_of(url)
    asset = apprise.AppriseAsset(
        app_id="Spanledger", app_desc="Spanledger", app_url=settings.PUBLIC_URL, http_redirects=False
    )
    made = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if made is None:
        raise BadService(f"This is no address of {service.name}. It looks like {service.example}.")
    made.redirects = False
    return made


def own_host(url: str, made: Any) -> str | None:
    """The host a URL names itself; None where the service has hosts of its own."""
    host = str(getattr(made, "host", None) or "")
    is_own = scheme_of(url) in OWN_HOST and not (scheme_of(url) == "zulip" and "." not in host)
    return host if is_own and host else None


def scheme_of(url: str) -> str:
    """What a URL starts with."""
    return url.partition("://")[0].strip().lower()
