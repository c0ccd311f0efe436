"""One layer of a toolpath as SVG 1.1, in millimetres, for people to look at and programs to cut.

A user unit is a millimetre, and y points up as on the machine. Each role and shape is a group with
class names (``jump``, ``hatch``, ``contour``, ``point``; ``core``, ``up-skin``, ``down-skin``,
``support``), so that a page can style it; a block is a path. The same layer always gives the same
bytes; coordinates are rounded to 0.1 um.
"""

from collections.abc import Iterator
from html import escape
from itertools import chain
from typing import Final

from slicer_checks.formats.layer_drawing import Group, layer_box_mm, layer_groups
from slicer_checks.formats.threemf_package import NOT_XML
from slicer_checks.toolpath import Floats, LayerPaths, Role, Shape, Toolpath

DECIMALS: Final = 4
_MARGIN_MM: Final = 1.0
_COLOURS: Final = {
    Role.UNSAID: "#37474f",
    Role.CORE: "#1f3a5f",
    Role.UP_SKIN: "#c0392b",
    Role.DOWN_SKIN: "#b7791f",
    Role.SUPPORT: "#2e7d5b",
}
_JUMP_COLOUR: Final = "#9aa5b1"
_STYLES: Final = {
    Shape.POLYLINE: 'stroke-width="0.08"',
    Shape.HATCHES: 'stroke-width="0.04"',
    Shape.POINTS: 'stroke-width="0.1" stroke-linecap="round"',
    Shape.JUMP: 'stroke-width="0.03" stroke-dasharray="0.3 0.2"',
}
_PAIR: Final = 2


def write_layer_svg(toolpath: Toolpath, layer: int) -> bytes:
    """Return a layer, counted from 0, as an SVG document in UTF-8.

    Raises
    ------
    NotAskable
        ``toolpath-layer-unknown``: the toolpath has no such layer.
    """
    paths = toolpath.layer(layer)
    groups = chain.from_iterable(_group(group) for group in layer_groups(toolpath, paths))
    lines = (*_head(toolpath, paths), *groups, "</g>", "</svg>", "")
    return "\n".join(lines).encode()


def _head(toolpath: Toolpath, paths: LayerPaths) -> Iterator[str]:
    """Yield the root with its size, the title, and the group in which y points up."""
    low, high = layer_box_mm(paths)
    left, bottom, right, top = (
        _decimal(value) for value in (*(low - _MARGIN_MM), *(high + _MARGIN_MM))
    )
    width, height = _decimal(float(right) - float(left)), _decimal(float(top) - float(bottom))
    name = escape(NOT_XML.sub("\ufffd", toolpath.name))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{width}mm" '
        f'height="{height}mm" viewBox="{left} {_decimal(-float(top))} {width} {height}">'
    )
    yield f"<title>{name}: layer {paths.layer + 1}, z = {_decimal(paths.z_mm)} mm</title>"
    yield '<g class="layer" transform="scale(1 -1)" fill="none" stroke-linejoin="round">'


def _group(group: Group) -> Iterator[str]:
    colour = _JUMP_COLOUR if group.shape == Shape.JUMP else _COLOURS[group.role]
    classes = " ".join(group.names)
    yield f'<g class="{classes}" stroke="{colour}" {_STYLES[group.shape]}>'
    for points in group.blocks_mm:
        data = _path(group.shape, points)
        if data:
            yield f'<path d="{data}"/>'
    yield "</g>"


def _path(shape: Shape, points_mm: Floats) -> str:
    """Return the path of a block: one line through all points, one for two, or a dot for each."""
    places = [f"{_decimal(x)} {_decimal(y)}" for x, y in points_mm.tolist()]
    if shape == Shape.POINTS:
        return "".join(f"M{place}h0" for place in places)
    if shape == Shape.HATCHES:
        pairs = zip(places[::_PAIR], places[1::_PAIR], strict=False)
        return "".join(f"M{begin}L{end}" for begin, end in pairs)
    return "M" + "L".join(places)


def _decimal(value: float) -> str:
    """Return a number of mm, rounded, in its shortest form without an exponent."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
