"""Provider, model, region and tier of a call."""

from functools import lru_cache

from finops.prices.matching import canonical_provider
from ingest.normalise.core.dialect import Attributes, Dialect
from ingest.normalise.core.numbers import text
from ingest.records import OtlpSpan

# Remembered here by what the emitter said, before it is cleaned.
known_provider = lru_cache(maxsize=8192)(canonical_provider)
STANDARD_TIERS = {"default": "standard", "on_demand": "standard", "on-demand": "standard"}
UNDECIDED_TIERS = frozenset({"auto", ""})


def service_tier(attributes: Attributes, dialect: Dialect) -> str | None:
    """The tier that served the call (`standard`, `priority`, `flex`, `batch`); None: not said."""
    said = text(attributes, dialect.service_tier)
    if said is None and dialect.find_tier is not None:
        said = dialect.find_tier(attributes)
    return _tier(said) if said else None


def models(attributes: Attributes, dialect: Dialect) -> tuple[str | None, str | None]:
    """Requested and served model; each stands for the other where only one is known."""
    requested = text(attributes, dialect.request_model)
    served = text(attributes, dialect.response_model)
    if requested is None and served is None and dialect.find_model is not None:
        requested = dialect.find_model(attributes)
    return requested or served, served or requested


def provider(attributes: Attributes, dialect: Dialect) -> str | None:
    """The provider in the emitter's spelling."""
    said = text(attributes, dialect.provider)
    if said is None and dialect.find_provider is not None:
        return dialect.find_provider(attributes)
    return said


def region(span: OtlpSpan, host: str | None) -> str | None:
    """The region the span names, or that of the host that answered."""
    return span.dims.get("region") or (region_of_host(host) if host else None)


@lru_cache(maxsize=4096)
def region_of_host(host: str) -> str | None:
    """The region in the name of a cloud's inference endpoint."""
    server = host.rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
    labels = server.split(".")
    if server.endswith(".amazonaws.com") and labels[0].startswith("bedrock-runtime") and len(labels) > 3:
        return labels[1]
    if server.endswith("-aiplatform.googleapis.com"):
        return labels[0].removesuffix("-aiplatform")
    return None


@lru_cache(maxsize=256)
def _tier(said: str) -> str | None:
    tier = said.strip().lower()
    return None if tier in UNDECIDED_TIERS else STANDARD_TIERS.get(tier, tier)
