"""The metrics whose growth becomes charges, and what they count (telemetry reference 3.24 to 3.26)."""

METERS = frozenset(
    {
        "claude_code.token.usage",
        "claude_code.cost.usage",
        "codex.turn.token_usage",
        "gemini_cli.token.usage",
    }
)
