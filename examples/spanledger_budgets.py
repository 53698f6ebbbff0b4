"""Ask Spanledger whether a call to a model is within budget. Needs nothing but Python.

    export LEDGER_URL=http://localhost:8000 LEDGER_KEY=sl_read_...
    python spanledger_budgets.py model=gpt-4o team=support journey=refund

In a program:

    model = spanledger_budgets.allowed_model("gpt-4o", team="support", journey="refund")
"""

import json
import logging
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

PATIENCE_SECONDS = 0.3  # your users wait for this: when Spanledger does not answer, call the model
ALLOWED = {"decision": "allow", "reason": "unreachable", "message": "", "advised_model": None}
logger = logging.getLogger("spanledger")


class BudgetUsedUp(Exception):
    """A budget denies this call; the message says which and until when."""

    status_code = 429


def check(**dimensions: str | None) -> dict[str, Any]:
    """The answer of Spanledger; what is not known of the call is left out or None."""
    known = {name: value for name, value in dimensions.items() if value}
    address = f"{os.environ['LEDGER_URL']}/api/v1/budgets/check?{urllib.parse.urlencode(known)}"
    headers = {"Authorization": f"Bearer {os.environ['LEDGER_KEY']}"}
    try:
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as refusal:  # a key or a dimension that does not work: mend it
        logger.error("Spanledger refuses to check budgets: %s", refusal.read(1000).decode(errors="replace"))
        return ALLOWED
    except (OSError, ValueError) as problem:
        logger.warning("Spanledger cannot be asked for budgets: %s", problem)
        return ALLOWED
    if found["decision"] == "warn" or found["shadow_denied"]:
        logger.warning("%s", found["message"])
    return found


def allowed_model(model: str, **dimensions: str | None) -> str:
    """The model to call: the one wanted, or a cheaper one that is advised. Raises BudgetUsedUp."""
    answer = check(model=model, **dimensions)
    advised = answer["advised_model"]
    if answer["decision"] != "deny":
        return model
    if advised and advised != model and check(model=advised, **dimensions)["decision"] != "deny":
        return str(advised)
    raise BudgetUsedUp(answer["message"])


if __name__ == "__main__":
    told = check(**dict(pair.split("=", 1) for pair in sys.argv[1:]))
    print(json.dumps(told, indent=2))
    sys.exit(told["decision"] == "deny")
