"""The family of a model name: what is left when date, region, maker and version suffix are gone."""

import re
from functools import lru_cache

REGION = re.compile(r"^(us|us-gov|eu|apac|au|jp|ca|global)\.")
MAKER = re.compile(r"^[a-z0-9]+\.(?=[a-z])")  # `anthropic.claude-…`, as Bedrock names it
SUFFIX = re.compile(r"([:@].*|-latest|-v\d+|-\d{4}-\d{2}-\d{2}|-\d{8}|-\d{4}|-\d{3})$")


@lru_cache(maxsize=4096)
def model_family(name: str | None) -> str | None:
    """The family of a model, e.g. `gpt-4o` for `openai/gpt-4o-2024-08-06`; None when nobody names it."""
    if not name:
        return None
    family = name.strip().lower().rpartition("/")[2]
    family = MAKER.sub("", REGION.sub("", family))
    while (shorter := SUFFIX.sub("", family)) != family and shorter:
        family = shorter
    return family or None


def same_family(one: str | None, other: str | None) -> bool:
    """Whether two families may be one; a missing name contradicts nothing."""
    return one == other or one is None or other is None
