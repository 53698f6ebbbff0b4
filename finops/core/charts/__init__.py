"""Charts: from rows to what `components/chart.html` and `static/js/chart.js` draw. Pure.

Colours are names of the tokens in `static/css/tokens.css`; the browser reads them, so that a chart follows
the theme. A chart holds floats: nothing is computed from them again.
"""

from finops.core.charts.colours import OTHER, series_colour
from finops.core.charts.heatmap import heatmap
from finops.core.charts.histogram import Bin, histogram
from finops.core.charts.marks import Note, Target
from finops.core.charts.time_series import Point, time_series
from finops.core.charts.treemap import Tile, treemap
from finops.core.charts.types import Chart
from finops.core.charts.units import Unit

__all__ = [
    "OTHER",
    "Bin",
    "Chart",
    "Note",
    "Point",
    "Target",
    "Tile",
    "Unit",
    "heatmap",
    "histogram",
    "series_colour",
    "time_series",
    "treemap",
]
