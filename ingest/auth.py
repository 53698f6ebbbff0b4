"""Who sends: ingest keys, looked up by their hash and remembered for seconds."""

import base64
import binascii
import hashlib
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg
from psycopg import AsyncConnection, AsyncCursor

from ingest.errors import Forbidden, Unauthenticated, Unavailable
from ingest.records import Policy
from ingest.refused_keys import RefusedKeys

REMEMBERED_SECONDS = 5.0  # how long a revoked key can still be used
MAX_REMEMBERED = 10_000
MAX_KEY_LENGTH = 512

LOOKUP = """
WITH found AS (
    SELECT key.id, key.project_id, key.scope, key.last_used_at, project.content_policy, project.pseudonym_key,
           key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > now()) AS valid
    FROM accounts_apikey key JOIN accounts_project project ON project.id = key.project_id
    WHERE key.digest = %(digest)s
), touched AS (
    UPDATE accounts_apikey SET last_used_at = now()
    WHERE id = (SELECT id FROM found WHERE valid
                AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'))
)
SELECT project_id, scope, content_policy, pseudonym_key, valid, id FROM found
"""


class Sender(NamedTuple):
    """The project a key belongs to."""

    project_id: int
    content_policy: Policy
    pseudonym_key: bytes


class _Answer(NamedTuple):
    sender: Sender | None
    scope: str
    until: float  # monotonic seconds
    dead_key: int | None  # the id of a key that is revoked or has expired


def key_of(headers: Mapping[str, str]) -> str:
    """The key a request carries: bearer, `x-api-key`, or the password of basic auth (Langfuse SDK).

    Raises Unauthenticated.
    """
    authorization = headers.get("authorization", "")
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer" and rest:
        return rest.strip()
    if scheme.lower() == "basic" and rest:
        return _basic_password(rest.strip())
    if given := headers.get("x-api-key", ""):
        return given.strip()
    raise Unauthenticated("Send an ingest key: `Authorization: Bearer <key>` or `x-api-key: <key>`.")


def _basic_password(encoded: str) -> str:
    try:
        pair = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Unauthenticated("The basic authorization header is not valid base64.") from None
    return pair.partition(":")[2]


class Keys:
    """Looks up ingest keys."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: AsyncConnection | None = None
        self._remembered: dict[bytes, _Answer] = {}
        self._refused = RefusedKeys(self.execute)

    async def sender(self, key: str) -> Sender:
        """The sender behind a key. Raises Unauthenticated, Forbidden or Unavailable."""
        if not key or len(key) > MAX_KEY_LENGTH:
            raise Unauthenticated("This ingest key is not known.")
        digest = hashlib.sha256(key.encode(errors="replace")).digest()
        answer = self._remembered.get(digest)
        if answer is None or answer.until < time.monotonic():
            answer = await self._look_up(digest)
        if answer.sender is None:
            if answer.dead_key is not None:
                self._refused.note(answer.dead_key)
            raise Unauthenticated("This ingest key is not known, or it was revoked or has expired.")
        if answer.scope not in ("ingest", "admin"):
            raise Forbidden(f"A key of scope {answer.scope} may not send telemetry. Use an ingest key.")
        return answer.sender

    async def close(self) -> None:
        """Write what was refused, and close the connection."""
        await self._refused.close()
        if self._connection:
            await self._connection.close()

    async def _look_up(self, digest: bytes) -> _Answer:
        try:
            row = await (await self.execute(LOOKUP, {"digest": digest})).fetchone()
        except (psycopg.Error, OSError):
            raise Unavailable("Keys cannot be checked right now. Please send this again.") from None
        until = time.monotonic() + REMEMBERED_SECONDS
        sender = Sender(row[0], Policy(row[2]), bytes(row[3])) if row and row[4] else None
        dead_key = row[5] if row and not sender else None
        answer = _Answer(sender, row[1] if row else "", until, dead_key)
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = answer
        return answer

    async def execute(self, statement: str, values: Any) -> AsyncCursor[Any]:
        """Run a short statement beside the writing of spans. Raises psycopg errors."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=3, application_name="ingest-keys",
                    options="-c statement_timeout=5000",
                )  # fmt: skip
            return await self._connection.execute(statement.encode(), values)
        except (psycopg.Error, OSError):
            self._connection = None
            raise
