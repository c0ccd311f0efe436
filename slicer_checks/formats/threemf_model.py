"""One model part of a 3MF package (core specification 1.3): objects, meshes, components, items.

What is read: the core elements and the paths of the production extension. What a file *requires*
and we do not read is refused by name; what it merely offers (slices, beam lattices) is counted, so
that it can be said that it was left out.
"""

from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import check_count, not_a_number, shown
from slicer_checks.formats.threemf_attributes import PRODUCTION, Matrix, Placed, placed, row_of
from slicer_checks.formats.threemf_blocks import Block
from slicer_checks.limits import ReadLimits

CORE: Final = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
UNITS: Final = {
    "micron": "um",
    "millimeter": "mm",
    "centimeter": "cm",
    "inch": "inch",
    "foot": "foot",
    "meter": "m",
}
_HARMLESS: Final = frozenset(
    {
        CORE,
        PRODUCTION,
        "http://schemas.microsoft.com/3dmanufacturing/material/2015/02",
        "http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07",
    }
)
"""Extensions that may be required: read, or of no consequence for the shape."""
UNREAD: Final = {
    "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07 slicestack": "slices",
    "http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02 beamlattice": "beam lattice",
    "http://schemas.microsoft.com/3dmanufacturing/toolpath/2019/05 toolpathresource": "toolpath",
    "http://schemas.3mf.io/3dmanufacturing/toolpath/2026/03 toolpathresource": "toolpath",
}
_OBJECT: Final = ("model", "resources", "object")
_MESH: Final = (*_OBJECT, "mesh")


@dataclass(slots=True)
class ModelObject:
    """An object: a mesh, or components; `kind` is its type."""

    kind: str
    points: Matrix | None = None
    triangles: Matrix | None = None
    components: list[Placed] = field(default_factory=list)


class Model:
    """Listens to the XML of a model part; see the module.

    `blocks` are runs of vertices and triangles that were cut out of `text` before, by the byte
    where their element begins. `unread` counts what was left out.
    """

    def __init__(self, text: bytes, blocks: list[Block], limits: ReadLimits) -> None:
        self.unit = "mm"
        self.objects: dict[str, ModelObject] = {}
        self.items: list[Placed] = []
        self.unread: dict[str, int] = {}
        self.blocks_met = 0
        self._text = text
        self._blocks = {block.offset: block.values for block in blocks}
        self._limits = limits
        self._prefixes: dict[str, str] = {}
        self._path: tuple[str, ...] = ()
        self._object = ModelObject(kind="none")
        self._rows = array("d")
        self._parts: list[str] = []
        self._readers = {
            ("model",): self._start_model,
            ("model", "resources"): self._start_part,
            ("model", "build"): self._start_part,
            ("model", "build", "item"): self._start_item,
            _OBJECT: self._start_object,
            (*_OBJECT, "components", "component"): self._start_component,
            (*_MESH, "vertices"): self._start_run,
            (*_MESH, "triangles"): self._start_run,
            (*_MESH, "vertices", "vertex"): self._start_row,
            (*_MESH, "triangles", "triangle"): self._start_row,
        }

    def namespace(self, prefix: str, uri: str) -> None:
        """Know what a prefix of `requiredextensions` stands for."""
        self._prefixes[prefix] = uri

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Read an element of the core where it belongs; count what is left out."""
        space, _, local = name.rpartition(" ")
        self._path = (*self._path, local if space == CORE else name)
        if len(self._path) == 1 and self._path != ("model",):
            raise UnreadableFile(
                "3mf-root",
                f"The model of the 3MF file is not a 3MF model but {shown(local)!r}.",
                {"element": shown(local)},
            )
        if name in UNREAD:
            content = UNREAD[name]
            self.unread[content] = self.unread.get(content, 0) + 1
        read = self._readers.get(self._path)
        if read is not None:
            read(attributes, offset)

    def end(self, _name: str) -> None:
        """Close an element; a run of rows becomes an array."""
        if self._path in {(*_MESH, "vertices"), (*_MESH, "triangles")} and self._rows:
            self._keep(np.array(self._rows).reshape(-1, 3))
            self._rows = array("d")
        self._path = self._path[:-1]

    def text(self, piece: str) -> None:
        """Pass over text: the core has none that matters here."""

    def check_parts(self) -> None:
        """Refuse a model without its resources or its build, or with two of them."""
        for part in ("resources", "build"):
            if self._parts.count(part) != 1:
                raise _incomplete(part, self._parts.count(part))

    def _start_model(self, attributes: dict[str, str], _offset: int) -> None:
        unit = attributes.get("unit", "millimeter")
        if unit not in UNITS:
            raise UnreadableFile(
                "3mf-unit",
                f"The 3MF file is in the unit {shown(unit)!r}, which 3MF does not know.",
                {"unit": shown(unit)},
            )
        self.unit = UNITS[unit]
        for prefix in attributes.get("requiredextensions", "").split():
            uri = self._prefixes.get(prefix, prefix)
            if uri not in _HARMLESS:
                name = shown("/".join(uri.split("/")[-3:]))
                raise UnreadableFile(
                    "3mf-extension",
                    f"The 3MF file says it cannot be understood without the extension {name!r}, "
                    "which is not read.",
                    {"extension": name},
                )

    def _start_part(self, _attributes: dict[str, str], _offset: int) -> None:
        self._parts.append(self._path[-1])

    def _start_object(self, attributes: dict[str, str], _offset: int) -> None:
        number = attributes.get("id", "")
        if not number.isdecimal() or number in self.objects:
            raise UnreadableFile(
                "3mf-object-number",
                f"The 3MF file has an object without a number of its own: {shown(number)!r}.",
                {"object": shown(number)},
            )
        self._object = ModelObject(kind=attributes.get("type", "model"))
        self.objects[number] = self._object

    def _start_run(self, _attributes: dict[str, str], offset: int) -> None:
        block = self._blocks.get(offset)
        if block is not None:
            self.blocks_met += 1
            if len(block):
                self._keep(block)

    def _start_row(self, attributes: dict[str, str], offset: int) -> None:
        row = row_of(self._path[-1], attributes)
        if isinstance(row, str):
            raise not_a_number("3MF", row, self._text.count(b"\n", 0, offset) + 1)
        self._rows.extend(row)
        check_count("3MF", len(self._rows) // 3, self._limits)

    def _keep(self, values: Matrix) -> None:
        check_count("3MF", len(values), self._limits)
        run = self._path[-1]
        attribute = "points" if run == "vertices" else "triangles"
        if getattr(self._object, attribute) is not None:
            raise _incomplete(run, 2)
        setattr(self._object, attribute, values)

    def _start_component(self, attributes: dict[str, str], _offset: int) -> None:
        self._object.components.append(placed(attributes))
        self._check_instances(len(self._object.components))

    def _start_item(self, attributes: dict[str, str], _offset: int) -> None:
        self.items.append(placed(attributes))
        self._check_instances(len(self.items))

    def _check_instances(self, count: int) -> None:
        if count > self._limits.instances_max:
            raise too_many_instances(self._limits)


def too_many_instances(limits: ReadLimits) -> UnreadableFile:
    """Return the error for a build of more objects than the limit."""
    return UnreadableFile(
        "3mf-too-many-items",
        f"The 3MF file places more than {limits.instances_max} objects.",
        {"instances_max": limits.instances_max},
    )


def _incomplete(element: str, count: int) -> UnreadableFile:
    return UnreadableFile(
        "3mf-incomplete",
        f"The 3MF model has {count} {element!r} elements where it needs one.",
        {"element": element, "count": count},
    )
