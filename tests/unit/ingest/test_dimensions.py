import pytest

from ingest.dimensions import attribute_dims, merge_dims, resource_dims, with_route


def dims(**attributes):
    """The dimensions of a span with these attributes (`__` stands for a dot)."""
    found = [
        dim for key, value in attributes.items() for dim in attribute_dims(key.replace("__", "."), value)
    ]
    return merge_dims(found)


@pytest.mark.parametrize(
    ("key", "dimension"),
    [
        ("finops.team", "team"),
        ("litellm.team.alias", "team"),
        ("app.journey", "journey"),
        ("traceloop.association.properties.journey", "journey"),
        ("ai.telemetry.metadata.journey", "journey"),
        ("langfuse.trace.metadata.customerJourney", "journey"),
        ("tenant.id", "customer"),
        ("traceloop.association.properties.tenant_id", "customer"),
        ("ai.telemetry.metadata.tenantId", "customer"),
        ("langsmith.metadata.customer_id", "customer"),
        ("user.id", "user"),
        ("llm.user", "user"),
        ("ai.telemetry.metadata.userId", "user"),
        ("session.id", "session"),
        ("gen_ai.conversation.id", "session"),
        ("traceloop.association.properties.session_id", "session"),
        ("gen_ai.agent.name", "agent"),
        ("deployment.environment.name", "environment"),
        ("ai.telemetry.functionId", "feature"),
        ("metadata.cost_center", "cost_center"),
        ("traceloop.prompt.key", "prompt_name"),
        ("langfuse.observation.prompt.version", "prompt_version"),
        ("aws.region", "region"),
        ("traceloop.workflow.name", "journey_fallback"),
        ("traceloop.entity.name", "step_fallback"),
    ],
)
def test_a_dimension_goes_by_many_names(key, dimension) -> None:
    assert merge_dims(attribute_dims(key, "x"))[dimension] == "x"


@pytest.mark.parametrize(
    "key", ["gen_ai.request.model", "http.route", "http.url", "service.version", "metadata.user_agent", "x"]
)
def test_other_attributes_say_nothing(key) -> None:
    assert attribute_dims(key, "x") == ()


def test_the_strongest_statement_wins() -> None:
    assert dims(journey="weak", finops__journey="strong")["journey"] == "strong"
    assert dims(finops__journey="strong", journey="weak")["journey"] == "strong"
    assert dims(metadata='{"journey": "carried"}', app__journey="stated")["journey"] == "stated"


def test_of_equally_strong_statements_the_same_one_always_wins() -> None:
    one = dims(ai__telemetry__metadata__team="a", langfuse__trace__metadata__team="b")
    assert (
        one == dims(langfuse__trace__metadata__team="b", ai__telemetry__metadata__team="a") == {"team": "a"}
    )


def test_a_workflow_is_a_journey_only_when_nobody_states_one() -> None:
    found = dims(traceloop__workflow__name="RefundFlow", journey="refund-request")
    assert (found["journey"], found["journey_fallback"]) == ("refund-request", "RefundFlow")


def test_metadata_in_json_or_python_text_or_as_a_map_is_read_one_level_deep() -> None:
    expected = {"journey": "refund", "customer": "acme"}
    for metadata in (
        '{"journey": "refund", "tenant": "acme", "nested": {"team": "x"}}',
        "{'journey': 'refund', 'tenant': 'acme', 'nested': {'team': 'x'}}",
        {"journey": "refund", "tenant": "acme", "nested": {"team": "x"}},
    ):
        assert dims(metadata=metadata) == expected


def test_tags_name_dimensions_with_a_colon() -> None:
    assert dims(tag__tags=["corpus", "journey:refund-request", "team: support "]) == {
        "journey": "refund-request",
        "team": "support",
    }
    assert dims(langfuse__trace__tags='["journey:refund"]') == {"journey": "refund"}
    assert dims(ai__telemetry__metadata__tags=["feature:search"]) == {"feature": "search"}


@pytest.mark.parametrize("value", ["", "  ", "unknown", "None", "NULL", None, True, {}, [], ["a", "b"]])
def test_what_means_nothing_is_ignored(value) -> None:
    assert attribute_dims("journey", value) == ()


def test_values_are_trimmed_and_bounded_and_numbers_become_text() -> None:
    assert dims(journey="  refund ")["journey"] == "refund"
    assert len(dims(journey="x" * 10_000)["journey"]) == 256
    assert dims(tenant__id=42)["customer"] == "42"
    assert dims(user__groups=["finance"])["team"] == "finance"


@pytest.mark.parametrize(
    "metadata",
    [
        "{",
        '{"journey": ' + "[" * 5000,
        "{'journey': __import__('os')}",
        '{"a": 1}' * 10_000,
        "{'a': 1e}",
        "{" * 400,
    ],
)
def test_unreadable_metadata_says_nothing_and_breaks_nothing(metadata) -> None:
    assert dims(metadata=metadata) == {}


def test_carried_text_is_safe_to_store() -> None:
    assert dims(metadata='{"journey": "a\\u0000b"}')["journey"] == "ab"
    assert dims(metadata="{'journey': 'a\\ud800b', 'x': \"y\"}")["journey"] == "ab"


def test_of_many_metadata_names_only_the_first_fifty_count() -> None:
    many = {f"name{number}": "x" for number in range(50)} | {"journey": "late"}
    assert dims(metadata=many) == {}


def test_the_resource_names_service_team_and_environment() -> None:
    assert resource_dims(
        {
            "service.name": "refund-api",
            "k8s.deployment.name": "refund",
            "team": "payments",
            "deployment.environment.name": "production",
            "k8s.namespace.name": "money",
        }
    ) == {
        "service": "refund-api",
        "team": "payments",
        "environment": "production",
        "team_fallback": "money",
    }


@pytest.mark.parametrize(
    ("key", "dimension"),
    [
        *[(key, "team") for key in ("team", "team.name", "team.id", "department", "service.owner")],
        *[(key, "cost_center") for key in ("cost_center", "cost.center", "finops.cost_center")],
    ],
)
def test_companies_name_team_and_cost_center_in_their_own_ways(key: str, dimension: str) -> None:
    assert resource_dims({key: "payments"})[dimension] == "payments"


def test_an_unnamed_service_takes_the_name_of_its_deployment() -> None:
    assert resource_dims({"service.name": "unknown_service:python", "k8s.deployment.name": "refund"}) == {
        "service": "refund"
    }


def test_a_resource_may_state_what_spans_usually_state() -> None:
    assert resource_dims({"journey": "nightly", "finops.customer": "acme"}) == {
        "journey": "nightly",
        "customer": "acme",
    }


def test_a_route_names_the_feature_only_when_nothing_better_does() -> None:
    route = {"http.route": "/refunds/{id}"}
    assert with_route({"team": "payments"}, route) == {
        "team": "payments",
        "feature_fallback": "/refunds/{id}",
    }
    assert with_route({"feature_fallback": "refund"}, route) == {"feature_fallback": "refund"}
    assert with_route({}, {"http.route": " "}) == {}
