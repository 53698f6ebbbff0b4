"""Colours are named once, can be read by everybody, and say the same in both themes."""

import itertools
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TOKEN = re.compile(r"^  --([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", re.MULTILINE)
TOKENS = {name: pair for name, *pair in TOKEN.findall((CSS / "tokens.css").read_text())}
NAMED_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(", re.IGNORECASE)
THEMES = {"light": 0, "dark": 1}
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11

INKS_ON_GROUNDS = [
    *itertools.product(["ink", "ink-2", "accent", "bad", "watch"], ["page", "surface", "sunken"]),
    *(("good", ground) for ground in ("page", "surface")),
    *((tone, f"{tone}-wash") for tone in ("accent", "good", "watch", "bad")),
    *(("ink", f"{tone}-wash") for tone in ("accent", "good", "watch", "bad")),
    *(("ink-2", wash) for wash in ("accent-wash",)),
    ("accent-ink", "accent"),
]
SHAPES = ["edge", *(f"series-{number}" for number in range(10))]


def luminance(colour: str) -> float:
    """Of WCAG, between 0 and 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, theme: int) -> float:
    """The contrast of WCAG between two tokens, between 1 and 21."""
    dark, light = sorted(luminance(TOKENS[name][theme]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), INKS_ON_GROUNDS)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert contrast(ink, ground, THEMES[theme]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_bars_and_borders_of_fields_stand_out(theme: str, shape: str) -> None:
    assert contrast(shape, "surface", THEMES[theme]) >= GRAPHIC


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_no_other_sheet_names_a_colour(sheet: Path) -> None:
    if sheet.name != "tokens.css":
        assert NAMED_COLOUR.findall(sheet.read_text()) == []


def test_every_colour_used_is_a_token() -> None:
    known = set(re.findall(r"--([\w-]+)\s*:", (CSS / "tokens.css").read_text()))
    for sheet in CSS.glob("*.css"):
        text = sheet.read_text()
        own = set(re.findall(r"--([\w-]+)\s*:", text))
        assert set(re.findall(r"var\(--([\w-]+)", text)) <= known | own, sheet.name
