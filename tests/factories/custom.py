"""Custom dimensions, allowed briefly."""

from finops.attribution import custom_services
from finops.attribution.models import CustomDimension


def allow(name: str, *attributes: str, label: str = "") -> CustomDimension:
    """A custom dimension that these attributes state besides those of its name."""
    return custom_services.dimension_allow(name=name, label=label, attributes=attributes, actor="tests")
