"""What several dialects have in common."""

import json

from finops.runtime.demo.canvas import Attributes, Canvas, Kind, Plain, Scope
from finops.runtime.demo.records import SECOND, Call, Run

FASTAPI = Scope("opentelemetry.instrumentation.fastapi", "0.66b2")
MODEL_HOSTS = {
    "openai": "api.openai.com",
    "anthropic": "api.anthropic.com",
    "gemini": "generativelanguage.googleapis.com",
}


def http_root(canvas: Canvas, path: str, stated: Attributes, scope: Scope = FASTAPI) -> bytes:
    """The request that began it all, with what the application says about it."""
    run = canvas.run
    attributes: Attributes = {
        "http.request.method": "POST",
        "http.route": path,
        "http.response.status_code": 502 if run.failed else 200,
        **stated,
    }
    error = "UpstreamError" if run.failed else None
    return canvas.draw(scope, f"POST {path}", run.start, run.end, attributes, kind=Kind.SERVER, error=error)


def context(run: Run, prefix: str = "finops.") -> dict[str, Plain | None]:
    """Journey, customer, user and session under our own names."""
    return {
        f"{prefix}journey": run.journey,
        f"{prefix}customer": run.customer,
        "user.id": run.user,
        "session.id": run.session,
    }


def usage(call: Call) -> dict[str, Plain | None]:
    """Usage in the names of the GenAI conventions, which include the parts and leave out zeros."""
    if call.tokens is None:
        return {"error.type": call.error}
    tokens = call.tokens
    return {
        "gen_ai.usage.input_tokens": tokens.input,
        "gen_ai.usage.output_tokens": tokens.output,
        "gen_ai.usage.cache_read.input_tokens": tokens.cache_read or None,
        "gen_ai.usage.cache_write.input_tokens": tokens.cache_write or None,
        "gen_ai.usage.reasoning.output_tokens": tokens.reasoning or None,
    }


def seconds(nanoseconds: int | None) -> float | None:
    """Seconds as emitters write them."""
    return None if nanoseconds is None else nanoseconds / SECOND


def message(role: str, text: str) -> str:
    """A list with one chat message, as JSON."""
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}])
