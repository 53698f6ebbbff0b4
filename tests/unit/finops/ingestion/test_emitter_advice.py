"""What is advised to emitters is what the receiver understands."""

import json

import pytest

from finops.ingestion.emitters.dialects import ANY, RELEASES, RESOURCE, USAGE, VALUES, WAYS, Way
from ingest.dimensions import attribute_dims, merge_dims, resource_dims
from ingest.normalise.core.registry import DIALECTS

EVERY_WAY = list(dict.fromkeys([ANY, RESOURCE, *WAYS.values()]))  # in one order for every process


@pytest.mark.parametrize(
    ("way", "dimension"), [(way, dimension) for way in EVERY_WAY for dimension in way.dimensions]
)
def test_what_is_written_as_advised_arrives_as_the_dimension(way: Way, dimension: str) -> None:
    value = VALUES[dimension]
    key = way.attribute.format(key=dimension)
    stated = value if "{key}" in way.attribute else json.dumps({dimension: value})
    assert merge_dims(attribute_dims(key, stated))[dimension] == value
    if way == RESOURCE:
        assert resource_dims({key: stated})[dimension] == value
    code = way.code.format(key=dimension, value=value)
    assert value in code and dimension in code


def test_advice_is_given_to_dialects_that_exist() -> None:
    known = {dialect.name for dialect in DIALECTS}
    advised = {*WAYS, *USAGE, *(release.dialect for release in RELEASES)}
    assert advised <= known
