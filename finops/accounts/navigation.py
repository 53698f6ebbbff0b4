"""The rail on the left: which pages belong to which entry, and who sees it."""

from typing import Any, NamedTuple

from django.urls import reverse

from finops.accounts import permissions, urls
from finops.accounts.permissions import Capability
from finops.core import counts
from finops.core.counts import Count


class Section(NamedTuple):
    """One entry of the rail. `pages` are the names of the URLs below it, its own first."""

    label: str
    icon: str  # templates/components/icons/<icon>.svg
    capability: Capability
    pages: tuple[str, ...]
    below: bool = False  # the line: not what was spent, but what keeps the figures right
    later: bool = False  # on a phone behind More, as is everything below the line
    counted: Count | None = None  # stands beside it where it is not 0


class Link(NamedTuple):
    """An entry as one person sees it on one page."""

    href: str
    label: str
    icon: str
    current: bool
    below: bool = False
    later: bool = False
    number: int = 0
    noun: str = ""  # what is counted

    @property
    def icon_path(self) -> str:
        """The template of the icon."""
        return f"components/icons/{self.icon}.svg"


RULE_PAGES = ("rules", "rule_create", "rule_edit", "rule_switch_off")
DIMENSION_PAGES = ("dimensions", "dimension_edit", "dimension_archive")
SETTINGS_PAGES = (
    *(pattern.name for pattern in urls.urlpatterns if pattern.name),
    *RULE_PAGES,
    *DIMENSION_PAGES,
)
INGESTION_PAGES = ("ingestion", "services", "service")

SPEND_PAGES = ("spend", "spend_views", "charges", "charge", "exchange_rates")
BUDGET_PAGES = ("budgets", "budget", "budget_create", "budget_edit", "budget_archive", "budget_firing")
ALERT_PAGES = (
    *("alerts", "alert", "silences", "silence_create"),
    *("channels", "channel", "channel_create", "channel_edit", "channel_archive", "channel_secret"),
)
CRITICAL = Count(counts.CRITICAL_ALERTS, "critical alert")
ANOMALY_PAGES = ("anomalies", "anomaly", "anomaly_expected", "anomaly_threshold")
SLO_PAGES = ("slos", "slo", "slo_create", "slo_edit", "slo_archive")

SECTIONS = (
    Section("Overview", "overview", Capability.VIEW_SPEND, ("overview", "start", "start_key")),
    Section(
        "Spend",
        "spend",
        Capability.VIEW_SPEND,
        ("spend", "spend_views", "charges", "charge", "exchange_rates"),
    ),
    Section(
        "Journeys",
        "journeys",
        Capability.VIEW_SPEND,
        ("journeys", "journey", "journey_define", "journey_worth", "worth_withdraw", "journey_changes"),
    ),
    Section("Models", "models", Capability.VIEW_SPEND, ("models", "model"), later=True),
    Section("Customers", "customers", Capability.VIEW_SPEND, ("customers", "customer"), later=True),
    Section("Budgets", "budgets", Capability.VIEW_SPEND, BUDGET_PAGES, later=True),
    Section("SLOs", "slos", Capability.VIEW_SPEND, SLO_PAGES, later=True),
    Section("Anomalies", "anomalies", Capability.VIEW_SPEND, ANOMALY_PAGES, later=True),
    Section("Alerts", "alerts", Capability.VIEW_ALERTS, ALERT_PAGES, later=True, counted=CRITICAL),
    Section("Traces", "traces", Capability.VIEW_TRACES, ("traces", "trace")),
    Section("Metrics", "metrics", Capability.VIEW_METRICS, ("metrics", "metric"), later=True),
    Section("Ingestion", "ingestion", Capability.VIEW_INGESTION, INGESTION_PAGES, below=True),
    Section("Unpriced", "unpriced", Capability.VIEW_SPEND, ("unpriced", "price_set"), below=True),
    Section("Unattributed", "unattributed", Capability.VIEW_SPEND, ("unattributed",), below=True),
    Section("Settings", "settings", Capability.MANAGE_ORGANISATION, SETTINGS_PAGES, below=True),
)

TABS = (
    ("projects", "Projects", ("projects", "project_create", "project_edit")),
    ("keys", "Keys", ("keys", "key_create", "key_revoke")),
    ("users", "Users", tuple(name for name in SETTINGS_PAGES if name.startswith("user"))),
    ("teams", "Teams", ("teams", "team_edit", "team_archive")),
    ("channels", "Channels", ()),
    ("rules", "Attribution rules", RULE_PAGES),
    ("dimensions", "Dimensions", DIMENSION_PAGES),
    ("audit", "Audit log", ("audit",)),
    ("organisation", "Organisation", ("organisation",)),
)


def rail(user: Any, page: str | None) -> list[Link]:
    """The entries a person may open; `page` is the name of the URL that is shown."""
    allowed = (section for section in SECTIONS if permissions.can(user, section.capability))
    return [
        Link(
            reverse(section.pages[0]),
            section.label,
            section.icon,
            current=page in section.pages,
            below=section.below,
            later=section.later or section.below,
            number=counts.kept(section.counted.name) if section.counted else 0,
            noun=section.counted.noun if section.counted else "",
        )
        for section in allowed
    ]


def settings_tabs(page: str | None) -> list[Link]:
    """The entries of Settings."""
    return [Link(reverse(name), label, "", page in pages) for name, label, pages in TABS]
