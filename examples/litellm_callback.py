"""LiteLLM proxy: every call is held to Spanledger's budgets before it is made.

Put this file and spanledger_budgets.py beside LiteLLM's config.yaml:

    litellm_settings:
      callbacks: litellm_callback.budgets

A call that is denied goes to the advised model, which the proxy must know by that name, or is refused with
status 429.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import spanledger_budgets
from litellm.integrations.custom_logger import CustomLogger

OF_METADATA = ("team", "customer", "journey", "step", "feature", "environment", "cost_center")


class SpanledgerBudgets(CustomLogger):
    """Asks before each call."""

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """The request as it may be made. Raises BudgetUsedUp."""
        wanted = data.get("model")
        if wanted:
            asked = dimensions(data, user_api_key_dict)
            data["model"] = await asyncio.to_thread(spanledger_budgets.allowed_model, wanted, **asked)
        return data


def dimensions(data: Mapping[str, Any], caller: Any) -> dict[str, str | None]:
    """What is known of a call: what the request's metadata says, else the team of its LiteLLM key."""
    metadata = data.get("metadata") or {}
    found = {name: metadata.get(name) for name in OF_METADATA}
    found["team"] = found["team"] or getattr(caller, "team_alias", None)
    found["user"] = data.get("user") or getattr(caller, "end_user_id", None)
    return {name: value if isinstance(value, str) else None for name, value in found.items()}


budgets = SpanledgerBudgets()
