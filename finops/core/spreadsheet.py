"""Text for CSV that is safe to open in a spreadsheet. Pure."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: str | None) -> str:
    """Text from outside that a spreadsheet will not take for a formula. What is missing is empty."""
    if value is None:
        return ""
    return f"'{value}" if value.startswith(FORMULA) else value
