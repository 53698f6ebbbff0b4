"""A key is revoked, its sender does not notice, and an administrator sees who must be told."""

from collections.abc import Callable

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.factories.instance import Instance
from tests.factories.receiver import Receiver
from tests.factories.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_the_pages_say_that_a_revoked_key_is_still_used(
    instance: Instance, visit: Callable[..., Visitor]
) -> None:
    receiver = Receiver(instance, "forgotten")
    exporter = OTLPSpanExporter(f"{receiver.url}/v1/traces", headers={"x-api-key": receiver.key})
    visitor = visit(signed_in=True)
    page = visitor.page
    page.goto(f"{visitor.web}/settings/keys/?project={receiver.project_id}")
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke key").click()
    page.get_by_text("is revoked.").wait_for()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def warned() -> bool:
        provider.get_tracer("hello").start_span("work").end()  # works on until the receiver looks again
        page.goto(f"{visitor.web}/settings/keys/?project={receiver.project_id}")
        return page.get_by_text("Somebody still uses").is_visible()

    eventually(warned, "the warning")
    expect(page.get_by_role("row", name=receiver.key[:16])).to_contain_text("Used since")
    page.goto(f"{visitor.web}/ingestion/")
    expect(page.get_by_text("of forgotten was revoked and is still used")).to_be_visible()
    provider.shutdown()
