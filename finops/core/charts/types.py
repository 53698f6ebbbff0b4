"""A chart as its template reads it."""

from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString


class LegendEntry(NamedTuple):
    """One series: its name, its colour (`0` to `9`, `other` or `accent`), its sum, and where it leads."""

    name: str
    colour: str
    total: str
    href: str


class NoteEntry(NamedTuple):
    """Something that happened: when, what, and where it is shown (or nowhere)."""

    when: str
    label: str
    href: str


class ChartTable(NamedTuple):
    """The same data as text."""

    headings: list[str]
    rows: list[tuple[str, list[str]]]

    @property
    def body(self) -> SafeString:
        """The rows as HTML. Not a template: they have hundreds of cells."""
        return SafeString("".join(_row(label, cells) for label, cells in self.rows))


class Chart(NamedTuple):
    """What `components/chart.html` shows; `figure` is JSON: Plotly's data and layout, and the tip's words."""

    id: str
    title: str
    unit: str
    figure: dict[str, Any]
    table: ChartTable
    legend: list[LegendEntry]
    tall: bool = False
    comparison: str = ""  # what it is compared with
    notes: tuple[NoteEntry, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.table.rows

    @property
    def data_id(self) -> str:
        """The id of the JSON."""
        return f"{self.id}-data"


def _row(label: str, cells: list[str]) -> str:
    told = "".join([f"<td>{escape(cell)}</td>" for cell in cells])
    return f'<tr><th scope="row">{escape(label)}</th>{told}</tr>'
