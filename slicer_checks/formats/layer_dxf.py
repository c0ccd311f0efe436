"""One layer of a toolpath as DXF R12 (AC1009) in ASCII, which every drawing program opens.

Contours and jumps are POLYLINE, hatches LINE, points POINT, all at the height of the layer, on a
DXF layer for each role and shape (``SUPPORT-HATCH``, ``JUMP``). R12 has no unit: a number is a
millimetre, and a comment at the top says so. Group codes: Autodesk, AutoCAD R12 customization
manual, chapter 11.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

import numpy as np

from slicer_checks.formats.layer_drawing import Group, layer_box_mm, layer_groups
from slicer_checks.toolpath import Floats, LayerPaths, Role, Shape, Toolpath

DECIMALS: Final = 4
_ZERO: Final = f"{0:.{DECIMALS}f}"
_Pair = tuple[int, str | int | float]
_COLOURS: Final = {
    Role.UNSAID: 7,
    Role.CORE: 5,
    Role.UP_SKIN: 1,
    Role.DOWN_SKIN: 30,
    Role.SUPPORT: 3,
}
_JUMP_COLOUR: Final = 8
_CLOSED: Final = 1
_RING_POINTS: Final = 4
_PAIR: Final = 2
_COMMENT: Final = 999


def write_layer_dxf(toolpath: Toolpath, layer: int) -> bytes:
    """Return a layer, counted from 0, as a DXF file.

    A contour that ends where it began is closed. A contour of a single point, and the last point of
    an odd number of hatch ends, make no line and are left out.

    Raises
    ------
    NotAskable
        ``toolpath-layer-unknown``: the toolpath has no such layer.
    """
    paths = toolpath.layer(layer)
    groups = tuple(layer_groups(toolpath, paths))
    entities = chain.from_iterable(_entities(group, paths.z_mm) for group in groups)
    pairs = chain(
        [(_COMMENT, "A layer of a toolpath, in millimetres.")],
        _section("HEADER", _header(paths)),
        _section("TABLES", [*_line_types(), *_layers(groups)]),
        _section("ENTITIES", entities),
        [(0, "EOF")],
    )
    return "".join(f"{code:>3}\n{_value(value)}\n" for code, value in pairs).encode("ascii")


def _value(value: str | float) -> str:
    """Return a value as its group code wants it: places with decimals, the rest as it is."""
    if isinstance(value, float):
        text = f"{value:.{DECIMALS}f}"
        return _ZERO if text == f"-{_ZERO}" else text
    return str(value)


def _section(name: str, pairs: Iterator[_Pair] | list[_Pair]) -> Iterator[_Pair]:
    yield from ((0, "SECTION"), (2, name))
    yield from pairs
    yield (0, "ENDSEC")


def _header(paths: LayerPaths) -> Iterator[_Pair]:
    low, high = layer_box_mm(paths)
    yield from ((9, "$ACADVER"), (1, "AC1009"))
    for name, corner in (("$EXTMIN", low), ("$EXTMAX", high)):
        yield (9, name)
        yield from _place(corner, paths.z_mm, 0)
    yield from ((9, "$LUNITS"), (70, 2))


def _place(point: Floats, z_mm: float, which: int) -> Iterator[_Pair]:
    """Yield a place as groups 10, 20 and 30, or as 11, 21 and 31."""
    yield from ((10 + which, float(point[0])), (20 + which, float(point[1])), (30 + which, z_mm))


def _line_types() -> Iterator[_Pair]:
    yield from ((0, "TABLE"), (2, "LTYPE"), (70, 1))
    yield from ((0, "LTYPE"), (2, "CONTINUOUS"), (70, 0), (3, "Solid line"), (72, 65), (73, 0))
    yield from ((40, 0.0), (0, "ENDTAB"))


def _layers(groups: tuple[Group, ...]) -> Iterator[_Pair]:
    yield from ((0, "TABLE"), (2, "LAYER"), (70, len(groups)))
    for group in groups:
        colour = _JUMP_COLOUR if group.shape == Shape.JUMP else _COLOURS[group.role]
        yield from ((0, "LAYER"), (2, _name(group)), (70, 0), (62, colour), (6, "CONTINUOUS"))
    yield (0, "ENDTAB")


def _name(group: Group) -> str:
    """Return the DXF layer of a group, in the letters that R12 knows."""
    return "-".join(group.names).upper()


def _entities(group: Group, z_mm: float) -> Iterator[_Pair]:
    name = _name(group)
    for points in group.blocks_mm:
        if group.shape == Shape.POINTS:
            yield from _dots(name, points, z_mm)
        elif group.shape == Shape.HATCHES:
            yield from _lines(name, points, z_mm)
        elif len(points) >= _PAIR:
            yield from _polyline(name, points, z_mm)


def _dots(name: str, points: Floats, z_mm: float) -> Iterator[_Pair]:
    for point in points:
        yield from ((0, "POINT"), (8, name))
        yield from _place(point, z_mm, 0)


def _lines(name: str, points: Floats, z_mm: float) -> Iterator[_Pair]:
    for begin, end in zip(points[::_PAIR], points[1::_PAIR], strict=False):
        yield from ((0, "LINE"), (8, name))
        yield from _place(begin, z_mm, 0)
        yield from _place(end, z_mm, 1)


def _polyline(name: str, points: Floats, z_mm: float) -> Iterator[_Pair]:
    closed = len(points) >= _RING_POINTS and bool((points[0] == points[-1]).all())
    yield from ((0, "POLYLINE"), (8, name), (66, 1), (70, _CLOSED if closed else 0))
    yield from _place(np.zeros(2), z_mm, 0)
    for point in points[:-1] if closed else points:
        yield from ((0, "VERTEX"), (8, name))
        yield from _place(point, z_mm, 0)
    yield from ((0, "SEQEND"), (8, name))
