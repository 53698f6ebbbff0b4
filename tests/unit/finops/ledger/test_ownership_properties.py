"""Ownership on random agent runs: the truth is counted, once, in whatever order spans are given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from finops.ledger.ownership import resolve
from tests.factories.agent_worlds import World, add, agent_worlds, broken_worlds
from tests.factories.ledger import FakeSpan, observe


def counted_tokens(spans: list[FakeSpan]) -> tuple[int, int]:
    observations, trees = observe(spans)
    verdicts = resolve(observations, trees)
    return add(
        *(
            (seen.input_tokens or 0, seen.output_tokens or 0)
            for seen, verdict in zip(observations, verdicts, strict=True)
            if verdict.counted
        )
    )


@settings(max_examples=300, deadline=None)
@given(agent_worlds(max_depth=3))
def test_exactly_what_was_used_is_counted(world: World) -> None:
    assert counted_tokens(world.spans) == world.counted


@settings(max_examples=200, deadline=None)
@given(broken_worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(spans: list[FakeSpan], random: object) -> None:
    def outcome(given_spans: list[FakeSpan]) -> dict:
        observations, trees = observe(given_spans)
        verdicts = resolve(observations, trees)
        return {
            (seen.trace_id, seen.span_id, seen.fingerprint): (
                verdict.counted,
                verdict.reason,
                None if verdict.winner is None else observations[verdict.winner][:3],
            )
            for seen, verdict in zip(observations, verdicts, strict=True)
        }

    shuffled = list(spans)
    random.shuffle(shuffled)
    assert outcome(shuffled) == outcome(spans)


@settings(max_examples=200, deadline=None)
@given(broken_worlds())
def test_every_loser_points_to_what_counts_and_nothing_counts_for_itself(spans: list[FakeSpan]) -> None:
    observations, trees = observe(spans)
    verdicts = resolve(observations, trees)
    for index, verdict in enumerate(verdicts):
        assert verdict.winner is None if verdict.counted else verdict.winner != index
        assert verdict.winner is None or verdicts[verdict.winner].counted
