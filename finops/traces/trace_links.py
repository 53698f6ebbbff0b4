"""Where somebody stands in a trace, as the address tells it. Pure."""

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from finops.core.parameters import BadParameter, hex_from_signed, one_of, whole_number
from finops.spend.params import flag
from finops.traces.types import SpanRow

SPAN = re.compile("([0-9a-f]{16})(-[0-9a-f]{16})?")
TABS = {"charge": "Charge", "attributes": "Attributes", "events": "Events", "links": "Links", "raw": "Raw"}
MOST_CLOSED, MOST_SPANS = 100, 50_000


class Place(NamedTuple):
    """The opened span, what of it is shown, which subtrees are closed and how far down the page begins."""

    span: str = ""  # <id> or <id>-<fingerprint>
    tab: str = ""
    notable: bool = False
    closed: tuple[str, ...] = ()
    after: int | None = None  # rows left out at the top; None: wherever the opened span is

    @property
    def span_id(self) -> int | None:
        """The opened span as the database keeps it."""
        return int.from_bytes(bytes.fromhex(self.span[:16]), "big", signed=True) if self.span else None

    @property
    def url(self) -> str:
        """The address, relative to the trace."""
        pairs = [(name, str(value)) for name, value in (("span", self.span), ("tab", self.tab)) if value]
        pairs += [("notable", "true")] if self.notable else []
        pairs += [("closed", ".".join(self.closed))] if self.closed else []
        pairs += [("after", str(self.after))] if self.after is not None else []
        return f"?{urlencode(pairs)}"

    def opening(self, span: SpanRow) -> "Place":
        """The same place with another span opened."""
        return self._replace(span=span_key(span), after=None)

    def toggling(self, span: SpanRow) -> "Place":
        """The same place with one subtree closed, or open again."""
        one = hex_from_signed(span.span_id)
        others = tuple(kept for kept in self.closed if kept != one)
        closed = others if one in self.closed else (*others, one)[-MOST_CLOSED:]
        return self._replace(closed=closed, after=None)


def place(given: QueryDict) -> Place:
    """Where the address says one stands. An unreadable span opens none."""
    span, tab, after = given.get("span", "").lower(), given.get("tab", ""), given.get("after", "")
    return Place(
        span if SPAN.fullmatch(span) else "",
        one_of("tab", tab, TABS) if tab else "",
        bool(flag(given, "notable")),
        _closed(given.get("closed", "")),
        whole_number("after", after, minimum=0, maximum=MOST_SPANS) if after else None,
    )


def span_key(span: SpanRow) -> str:
    """How addresses name one version of a span."""
    return f"{hex_from_signed(span.span_id)}-{hex_from_signed(span.fingerprint)}"


def _closed(raw: str) -> tuple[str, ...]:
    found = tuple(raw.split(".")) if raw else ()
    if len(found) > MOST_CLOSED or not all(re.fullmatch("[0-9a-f]{16}", one) for one in found):
        raise BadParameter("closed", f"must be up to {MOST_CLOSED} span ids, separated by dots.")
    return found
