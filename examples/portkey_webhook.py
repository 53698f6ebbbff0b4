"""Portkey: a webhook guardrail that holds calls to Spanledger's budgets.

    export LEDGER_URL=http://localhost:8000 LEDGER_KEY=sl_read_... WEBHOOK_SECRET=...
    python portkey_webhook.py 8990

In Portkey make an input guardrail of the kind webhook with this address and the header
`Authorization: Bearer <WEBHOOK_SECRET>`, which denies a request whose verdict is false. Send team, journey,
customer and so on as metadata of your requests.
"""

import hmac
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import spanledger_budgets

MOST_BYTES = 4 * 1_048_576  # Portkey sends the whole prompt along; it is not looked at
OF_METADATA = {
    "team": "team",
    "customer": "customer",
    "journey": "journey",
    "feature": "feature",
    "environment": "environment",
    "_user": "user",
}


def verdict(event: dict[str, Any]) -> dict[str, Any]:
    """What Portkey is told of a request."""
    request = (event.get("request") or {}).get("json") or {}
    metadata = event.get("metadata") or {}
    asked = {ours: metadata.get(theirs) for theirs, ours in OF_METADATA.items()}
    answer = spanledger_budgets.check(model=request.get("model"), **asked)
    kept = ("decision", "message", "advised_model")
    return {"verdict": answer["decision"] != "deny", "data": {name: answer[name] for name in kept}}


class Webhook(BaseHTTPRequestHandler):
    """Answers Portkey."""

    def do_POST(self) -> None:
        """One event."""
        secret = f"Bearer {os.environ['WEBHOOK_SECRET']}"
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), secret.encode()):
            return self._answer(401, {"error": "unauthorized"})
        try:
            length = int(self.headers.get("Content-Length", ""))
            event = json.loads(self.rfile.read(length)) if 0 <= length <= MOST_BYTES else None
        except ValueError:
            event = None
        if not isinstance(event, dict):
            return self._answer(400, {"error": "This is no event of Portkey."})
        return self._answer(200, verdict(event))

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Webhook).serve_forever()
