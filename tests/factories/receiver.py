"""Talks to a running receiver as a client would, over HTTP."""

import json
import urllib.error
import urllib.request
from functools import cached_property
from typing import Any, NamedTuple

import psycopg
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from finops.accounts.keys import new_key
from ingest.records import Policy
from tests.factories.instance import Instance
from tests.factories.waiting import eventually

PROTOBUF, JSON = "application/x-protobuf", "application/json"


class Reply(NamedTuple):
    """An HTTP response."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str]

    @property
    def response(self) -> ExportTraceServiceResponse:
        """The body of a success in protobuf."""
        return ExportTraceServiceResponse.FromString(self.body)

    @property
    def error(self) -> Status:
        """The body of a refusal in protobuf."""
        return Status.FromString(self.body)

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Receiver:
    """The OTLP/HTTP endpoint of an instance, with a project and key of its own."""

    def __init__(self, instance: Instance, project: str) -> None:
        self.instance, self.project = instance, project
        self.url = instance.runtime["otlp_http"]
        self.grpc = instance.runtime["otlp_grpc"].removeprefix("http://")

    @cached_property
    def key(self) -> str:
        """An ingest key of the project."""
        return self.make_key("ingest")

    @cached_property
    def project_id(self) -> int:
        """The id of the project, which is made when needed."""
        return int(
            self._sql(
                "INSERT INTO accounts_project (name, pseudonym_key) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id",
                self.project,
                b"a key for pseudonyms",
            )
        )

    def set_content_policy(self, policy: Policy) -> None:
        """What happens to prompts and completions; for keys that were not used yet."""
        self._sql(
            "UPDATE accounts_project SET content_policy = %s WHERE id = %s RETURNING id",
            policy.value, self.project_id,
        )  # fmt: skip

    def make_key(self, scope: str) -> str:
        """A fresh key. Made in the database: a command would take seconds for each test."""
        made = new_key(scope)
        self._sql(
            "INSERT INTO accounts_apikey (project_id, name, scope, prefix, digest)"
            " VALUES (%s, '', %s, %s, %s) RETURNING id",
            self.project_id, scope, made.prefix, made.digest,
        )  # fmt: skip
        return made.secret

    def _sql(self, statement: str, *values: Any) -> Any:
        with psycopg.connect(self.instance.runtime["database_url"]) as connection:
            row = connection.execute(statement, values).fetchone()
        assert row
        return row[0]

    def post(
        self,
        body: bytes,
        *,
        path: str = "/v1/traces",
        content_type: str = PROTOBUF,
        headers: dict[str, str] | None = None,
        method: str = "POST",
    ) -> Reply:
        """Send a body with the project's key, unless `headers` say otherwise."""
        sent = {"content-type": content_type, "authorization": f"Bearer {self.key}", **(headers or {})}
        request = urllib.request.Request(
            self.url + path,
            data=body,
            headers={name: value for name, value in sent.items() if value},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return self._reply(answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._reply(error)

    def send(self, message: ExportTraceServiceRequest) -> Reply:
        """Send a request that is expected to be stored."""
        reply = self.post(message.SerializeToString())
        assert reply.status == 200, reply
        return reply

    def count(self, table: str) -> int:
        """Rows of a table that belong to the project."""
        return int(self._sql(f"SELECT count(*) FROM {table} WHERE project_id = %s", self.project_id))

    def settle(self) -> None:
        """Return when the workers have settled everything the project sent."""
        unsettled = "SELECT count(*) FROM batch WHERE project_id = %s AND settled_at IS NULL"
        eventually(lambda: self._sql(unsettled, self.project_id) == 0, "settling")

    @staticmethod
    def _reply(answer: Any) -> Reply:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, headers.get("content-type", ""), answer.read(), headers)
