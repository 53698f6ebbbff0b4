"""Custom dimensions are read from where the built-in ones are read."""

import pytest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from finops.attribution import custom
from ingest.attributes import AttributeReader
from ingest.custom_names import NO_CUSTOM, CustomNames, custom_names
from ingest.decode import Decoder
from ingest.dimensions import attribute_dims, merge_dims, resource_dims, states_a_dimension
from ingest.records import Policy, Value
from ingest.redaction import MASKS
from ingest.redaction_patterns import PERSONAL
from ingest.scopes import RawScope

UNIT = custom_names([("business_unit", ["acme.unit", "department"]), ("contract", [])])


def stated(key: str, value: Value, names: CustomNames = UNIT) -> dict[str, str]:
    return merge_dims(attribute_dims(key, value, names))


@pytest.mark.parametrize(
    "key",
    [
        "finops.business_unit",
        "business_unit",
        "acme.unit",
        "traceloop.association.properties.business_unit",
        "ai.telemetry.metadata.businessUnit",
        "langfuse.trace.metadata.business-unit",
        "langsmith.metadata.acme_unit",
    ],
)
def test_it_goes_by_its_names_in_attributes_and_free_form_metadata(key: str) -> None:
    assert states_a_dimension(key, UNIT)
    assert stated(key, " retail ") == {"custom.business_unit": "retail"}
    assert stated(key, "retail", NO_CUSTOM) == {}


def test_metadata_in_one_attribute_and_tags_state_it() -> None:
    assert stated("metadata", '{"businessUnit": "retail", "contract": 7}') == {
        "custom.business_unit": "retail",
        "custom.contract": "7",
    }
    assert stated("langfuse.trace.tags", ["contract:c-1", "other:x", "team:core"]) == {
        "custom.contract": "c-1",
        "team": "core",
    }


def test_the_own_name_is_the_strongest_and_what_means_nothing_states_nothing() -> None:
    found = [
        dim
        for key, value in (("business_unit", "c"), ("acme.unit", "b"), ("finops.business_unit", "a"))
        for dim in attribute_dims(key, value, UNIT)
    ]
    assert merge_dims(found) == {"custom.business_unit": "a"}
    assert stated("business_unit", "unknown") == {}
    assert stated("business_unit", True) == {}


def test_a_resource_states_it_beside_what_the_attribute_states_already() -> None:
    assert resource_dims({"department": "loans"}, UNIT) == {
        "team": "loans",
        "cost_center_fallback": "loans",
    } | {"custom.business_unit": "loans"}


@pytest.mark.parametrize("name", ["gen_ai.input.messages", "user.email"])
def test_what_holds_content_or_personal_data_states_none(name: str) -> None:
    names = custom_names([("unit", [name])])
    reader = AttributeReader(keep_content=True, custom=names)
    raw = KeyValue(key=name, value=AnyValue(string_value="ann@example.com")).SerializeToString()
    assert "custom.unit" not in reader.read([raw]).dims


def scope(**attributes: str) -> RawScope:
    pairs = [KeyValue(key=key, value=AnyValue(string_value=value)) for key, value in attributes.items()]
    resource = Resource(attributes=pairs)
    return RawScope(resource.SerializeToString(), InstrumentationScope(name="s").SerializeToString(), b"", [])


def test_a_resource_that_states_one_is_an_origin_of_its_own_and_its_spans_keep_their_fingerprints() -> None:
    before = Decoder(Policy.DROP).origin(scope(business_unit="retail"))
    after = Decoder(Policy.DROP, custom=UNIT).origin(scope(business_unit="retail"))
    assert before.origin.origin_id != after.origin.origin_id
    assert before.seed == after.seed
    assert after.origin.dims == {"custom.business_unit": "retail"}
    silent = [Decoder(Policy.DROP, custom=one).origin(scope(other="x")) for one in (UNIT, NO_CUSTOM)]
    assert silent[0].origin.origin_id == silent[1].origin.origin_id


def test_history_knows_every_mask() -> None:
    assert {*MASKS, PERSONAL} <= set(custom.MASKS)
