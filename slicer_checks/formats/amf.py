"""AMF (ISO/ASTM 52915), plain or zipped: objects and constellations, in the unit the file names.

What no constellation places is read where it lies, as are constellations that no other one places;
an instance is turned about x, y and z by degrees, in this order, then moved. Materials and colours
are passed over, curved triangles are read as flat ones and counted as left out.
"""

import math
import re
from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.amf_build import Instance, Item, build_mesh
from slicer_checks.formats.decimals import parse_number
from slicer_checks.formats.faults import check_count, not_a_number, shown
from slicer_checks.formats.mesh import Mesh, Unread
from slicer_checks.formats.text_lines import line_of
from slicer_checks.formats.xml_events import parse_xml
from slicer_checks.limits import ReadLimits

Points = npt.NDArray[np.float64]

_UNITS: Final = {
    "millimeter": "mm",
    "inch": "inch",
    "feet": "foot",
    "meter": "m",
    "micron": "um",
    "micrometer": "um",
}
_ROOT: Final = re.compile(
    rb"\s*+(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^<]*(?:<!E[^<]*)*|\s)*+<amf[\s>]", re.DOTALL
)
_AXES: Final = ("x", "y", "z")
_CORNERS: Final = ("v1", "v2", "v3")
_SHIFTS: Final = ("deltax", "deltay", "deltaz")
_TURNS: Final = ("rx", "ry", "rz")
_LEAVES: Final = frozenset((*_AXES, *_CORNERS, *_SHIFTS, *_TURNS))
_CURVED: Final = frozenset({"edge", "normal"})


def is_amf(head: bytes) -> bool:
    """Tell whether the first element of an XML file is AMF's."""
    return _ROOT.match(head) is not None


def read_amf(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the objects of an AMF; raise `UnreadableFile` with what is wrong otherwise."""
    document = _Document(data, limits)
    parse_xml(data, document, limits)
    points, faces, empty = build_mesh(document.items, limits)
    counts = {"curved faces": document.curved, "objects without faces": empty}
    unread = tuple(Unread(content=name, count=count) for name, count in counts.items() if count)
    return Mesh(file_format="amf", points=points, faces=faces, unit=document.unit, unread=unread)


@dataclass(slots=True)
class _Open:
    """What is being read: the numbers of the element that is open, by their names."""

    numbers: dict[str, float] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


class _Document:
    """Listens to the XML of an AMF."""

    def __init__(self, data: bytes, limits: ReadLimits) -> None:
        self.unit = "mm"
        self.items: dict[str, Item] = {}
        self.curved = 0
        self._data = data
        self._limits = limits
        self._path: list[str] = []
        self._offset = 0
        self._item = Item()
        self._instance_of = ""
        self._points = array("d")
        self._faces = array("d")
        self._open = _Open()

    def namespace(self, prefix: str, uri: str) -> None:
        """AMF has no namespaces."""

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Open an element."""
        self._offset = offset
        self._path.append(name)
        if len(self._path) == 1:
            self._start_root(name, attributes)
        elif name in {"object", "constellation"} and len(self._path) == 2:  # noqa: PLR2004
            self._start_item(attributes.get("id", ""))
        elif name in {"coordinates", "triangle", "edge"}:
            self._open.numbers.clear()
        elif name == "instance":
            self._instance_of = attributes.get("objectid", "")
            self._open.numbers.clear()
        elif name in _LEAVES:
            self._open.text.clear()
        self.curved += name in _CURVED

    def text(self, piece: str) -> None:
        """Keep the text of a number."""
        if self._path and self._path[-1] in _LEAVES:
            self._open.text.append(piece)

    def end(self, name: str) -> None:
        """Close an element: a number, a vertex, a triangle, an instance or an object."""
        self._path.pop()
        if name in _LEAVES:
            self._end_number(name)
        elif name == "coordinates":
            self._points.extend(self._take(_AXES, name))
            check_count("AMF", len(self._points) // 3, self._limits)
        elif name == "triangle":
            self._faces.extend(self._take(_CORNERS, name))
            check_count("AMF", len(self._faces) // 3, self._limits)
        elif name == "instance":
            self._end_instance()
        elif name == "object" and len(self._path) == 1:
            self._end_object()

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "amf":
            raise self._incomplete(name)
        unit = attributes.get("unit", "millimeter").lower()
        if unit not in _UNITS:
            raise UnreadableFile(
                "amf-unit",
                f"The AMF file is in the unit {shown(unit)!r}, which AMF does not know.",
                {"unit": shown(unit)},
            )
        self.unit = _UNITS[unit]

    def _start_item(self, number: str) -> None:
        if not number or number in self.items:
            raise self._incomplete(self._path[-1])
        self._item = Item()
        self.items[number] = self._item
        if len(self.items) > self._limits.instances_max:
            raise UnreadableFile(
                "amf-too-many",
                f"The AMF file places more than {self._limits.instances_max} objects.",
                {"instances_max": self._limits.instances_max},
            )

    def _end_number(self, name: str) -> None:
        text = "".join(self._open.text).strip()
        number = parse_number(text.encode()) if text.isascii() else None
        whole = name not in _CORNERS or text.isdecimal()
        placing = name in _SHIFTS or name in _TURNS
        if number is None or not whole or name in self._open.numbers:
            raise not_a_number("AMF", text, line_of(self._data, self._offset))
        if placing and not math.isfinite(number):  # coordinates are checked as points
            raise not_a_number("AMF", text, line_of(self._data, self._offset))
        self._open.numbers[name] = number

    def _take(self, names: tuple[str, ...], element: str) -> list[float]:
        """Return the numbers that an element must have, and forget them."""
        numbers = self._open.numbers
        if not all(name in numbers for name in names):
            raise self._incomplete(element)
        taken = [numbers[name] for name in names]
        numbers.clear()
        return taken

    def _end_instance(self) -> None:
        numbers = self._open.numbers
        shift = [numbers.get(name, 0.0) for name in _SHIFTS]
        turn = [numbers.get(name, 0.0) for name in _TURNS]
        self._item.instances.append(
            Instance(object_id=self._instance_of, shift=tuple(shift), turn=tuple(turn))
        )
        numbers.clear()

    def _end_object(self) -> None:
        self._item.points = np.array(self._points).reshape(-1, 3)
        self._item.faces = np.array(self._faces).reshape(-1, 3)
        self._points, self._faces = array("d"), array("d")

    def _incomplete(self, element: str) -> UnreadableFile:
        line = line_of(self._data, self._offset)
        return UnreadableFile(
            "amf-incomplete",
            f"The AMF file has at line {line} an element {shown(element)!r} without what it needs.",
            {"element": shown(element), "line": line},
        )
