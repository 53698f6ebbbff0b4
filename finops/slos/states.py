"""The states of SLOs in words, the worst first. Pure."""

STATES = {
    "burning": ("Burning", "bad"),
    "spent": ("Budget spent", "bad"),
    "low": ("Little left", "watch"),
    "good": ("Good", "good"),
    "unknown": ("No data", ""),
}
ORDER = list(STATES)
