"""Drawings of the lab as SVG: pure functions from values to markup.

A drawing knows no request, no language and no clock: words, times and number formats are
arguments. It carries classes and presentation attributes only, never a style attribute, so that
it stands under a strict content security policy and follows the light or dark page around it.
"""

from web.drawings.gantt import gantt as gantt
from web.drawings.layer_chart import Highlight as Highlight
from web.drawings.layer_chart import LayerChartWords as LayerChartWords
from web.drawings.layer_chart import layer_chart as layer_chart
from web.drawings.layer_chart import layer_summary as layer_summary
from web.drawings.palette import material_class as material_class
from web.drawings.plate import plate as plate

__all__ = [
    "Highlight",
    "LayerChartWords",
    "gantt",
    "layer_chart",
    "layer_summary",
    "material_class",
    "plate",
]
