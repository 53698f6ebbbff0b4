"""The data path of one request, in order. Read this first.

    bytes -> RawScope -> OtlpSpan -> LlmUsage -> PricedUsage -> Row -> (write.py) COPY -> commit -> 200

Every step takes and returns immutable records and is pure; only `write.py` touches the database.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import orjson

from finops.prices.pricebook import PriceBook
from ingest.auth import Sender
from ingest.decode import DecodedSpan, Decoder, KnownOrigin, raw_scopes
from ingest.errors import Malformed, NotOtlp, SpanRefused
from ingest.json_otlp import raw_scopes_of_json
from ingest.normalise import CONTENT_READ, dialect_of, layer_of, normalise
from ingest.price import price
from ingest.pseudonyms import pseudonymous, renamed
from ingest.records import LlmUsage, Policy
from ingest.redaction import is_masked
from ingest.rows import row
from ingest.submission import OriginRow, Submission

PORTION = 8_000  # rows of one request that are stored before the next ones are made
SLICE = 1_000  # spans between two moments in which other requests get their turn


class Pipeline:
    """Turns request bodies into submissions for the writer. One per process."""

    def __init__(self, book: PriceBook) -> None:
        self.book = book  # replaced when prices change
        self._decoders = {policy: Decoder(policy, CONTENT_READ) for policy in Policy}

    async def prepare(self, body: bytes, is_json: bool, sender: Sender) -> AsyncIterator[Submission]:
        """Decode, normalise and price a body, in portions so that a large one never is in memory as rows.

        The caller stores each portion before it asks for the next. Raises NotOtlp or TooLarge.
        """
        portion = Submission(sender.project_id, requests=1, byte_count=len(body))
        decoder = self._decoders[sender.content_policy]
        now_ns = time.time_ns()
        try:
            for raw in raw_scopes_of_json(body) if is_json else raw_scopes(body):
                known = decoder.origin(raw)
                for refusal in raw.refused:
                    portion.refuse(refusal, known.origin.service)
                for start in range(0, len(raw.spans), SLICE):
                    portion.origins.setdefault(known.origin.origin_id, origin_row(known, sender))
                    self._take(raw.spans[start : start + SLICE], known, decoder, sender, now_ns, portion)
                    await asyncio.sleep(0)
                    if len(portion.rows) >= PORTION:
                        yield portion
                        portion = Submission(sender.project_id)
        except Malformed as error:
            raise NotOtlp(f"The body is not an OTLP trace export request: {error}.") from error
        if portion.rows or portion.rejected:
            yield portion

    def _take(
        self, spans: list[bytes], known: KnownOrigin, decoder: Decoder, sender: Sender, now_ns: int,
        submission: Submission,
    ) -> None:  # fmt: skip
        # Step by step for all of them, not span by span: code that has just run runs faster.
        policy = sender.content_policy
        decoded = list(_decoded(spans, known, decoder, now_ns, submission))
        if policy is not Policy.KEEP:
            decoded = [pseudonymous(one, sender) for one in decoded]
        meant = [normalise(one.span) for one in decoded]
        for one, (role, usage) in zip(decoded, meant, strict=True):
            if usage and policy is Policy.REDACT:
                usage = without_masked_id(usage)
            priced = price(usage, one.span.start_ns, self.book) if usage else None
            made = row(one, role, priced, sender.project_id)
            submission.add(made, one.span.start_ns, one.span.trace_id)


def _decoded(
    spans: list[bytes], known: KnownOrigin, decoder: Decoder, now_ns: int, submission: Submission
) -> Iterator[DecodedSpan]:
    for raw in spans:
        try:
            yield decoder.span(raw, known, now_ns)
        except SpanRefused as refusal:
            submission.refuse(refusal, known.origin.service)


def without_masked_id(usage: LlmUsage) -> LlmUsage:
    """Calls are one call when their response ids are equal, which masks make them by accident."""
    return usage._replace(response_id=None) if is_masked(usage.response_id) else usage


def origin_row(known: KnownOrigin, sender: Sender) -> OriginRow:
    """The row of an origin, as the sender's content policy allows it."""
    origin = known.origin
    dims = origin.dims if sender.content_policy is Policy.KEEP else renamed(origin.dims, sender)
    return OriginRow(
        origin.origin_id,
        layer_of(origin),
        origin.service,
        origin.scope_name,
        origin.scope_version,
        origin.schema_url,
        dialect_of(origin),
        known.attributes,
        orjson.dumps(dict(dims)),
    )
