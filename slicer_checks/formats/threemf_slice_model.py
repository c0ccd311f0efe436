"""One model part of a 3MF package with slices (slice extension 1.0.2): stacks, objects, items."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import check_count, shown
from slicer_checks.formats.threemf_attributes import PRODUCTION, Placed, placed
from slicer_checks.formats.threemf_content import SLICES
from slicer_checks.formats.threemf_model import CORE
from slicer_checks.formats.threemf_parts import PathModel
from slicer_checks.formats.threemf_values import decimal, whole
from slicer_checks.limits import ReadLimits

_STANDARD: Final = "http://schemas.microsoft.com/3dmanufacturing"
_READ: Final = frozenset(
    {
        CORE,
        PRODUCTION,
        SLICES,
        f"{_STANDARD}/material/2015/02",
        f"{_STANDARD}/trianglesets/2021/07",
    }
)
_OBJECT: Final = ("model", "resources", "object")
_STACK: Final = ("model", "resources", "s:slicestack")
_SLICE: Final = (*_STACK, "s:slice")
_POLYGON: Final = (*_SLICE, "s:polygon")


@dataclass(slots=True)
class Stack:
    """Slices, flat: `tops` by slice, `polygons` in each, `points` of each polygon, and these.

    `closed` tells of each polygon whether it ends at the vertex where it starts. `references` are
    stacks in other parts (number and path), of which a stack may consist instead.
    """

    references: list[tuple[str, str]] = field(default_factory=list)
    tops: "array[float]" = field(default_factory=lambda: array("d"))
    polygons: "array[int]" = field(default_factory=lambda: array("q"))
    lengths: "array[int]" = field(default_factory=lambda: array("q"))
    closed: "array[int]" = field(default_factory=lambda: array("b"))
    points: "array[float]" = field(default_factory=lambda: array("d"))

    @property
    def falls(self) -> int:
        """How many slices do not end above the one before, as the specification demands."""
        return sum(top <= before for before, top in pairwise(self.tops))


@dataclass(slots=True)
class SlicedObject:
    """An object: its type, the stack it names (and the part that holds it), its components."""

    name: str
    kind: str
    stack: str
    path: str | None
    components: list[Placed] = field(default_factory=list)


class SliceModel(PathModel):
    """Listens to the XML of a model part; see the module. `unread` counts what was left out."""

    def __init__(self, limits: ReadLimits) -> None:
        super().__init__(limits, _READ)
        self.stacks: dict[str, Stack] = {}
        self.objects: dict[str, SlicedObject] = {}
        self._stack = Stack()
        self._object = SlicedObject(name="", kind="", stack="", path=None)
        self._vertices = array("d")
        self._indices = array("q")
        self._starts = array("q")
        self._readers: dict[tuple[str, ...], Callable[[dict[str, str]], None]] = {
            (*_SLICE, "s:vertices", "s:vertex"): self._start_vertex,
            (*_POLYGON, "s:segment"): self._start_segment,
            _POLYGON: self._start_polygon,
            _SLICE: self._start_slice,
            _STACK: self._start_stack,
            (*_STACK, "s:sliceref"): self._start_reference,
            ("model",): self._start_model,
            ("model", "metadata"): self._start_metadata,
            ("model", "build", "item"): self._start_item,
            _OBJECT: self._start_object,
            (*_OBJECT, "mesh"): self._start_mesh,
            (*_OBJECT, "components", "component"): self._start_component,
        }

    def start(self, name: str, attributes: dict[str, str], _offset: int) -> None:
        """Read an element where it belongs."""
        space, _, local = name.rpartition(" ")
        plain = {CORE: local, SLICES: f"s:{local}"}.get(space, name)
        self._enter(plain, local)
        read = self._readers.get(self._path)
        if read is not None:
            read(attributes)

    def end(self, name: str) -> None:
        """Close an element; a slice becomes points."""
        if self._path == _SLICE:
            self._keep_slice()
        super().end(name)

    def _start_object(self, attributes: dict[str, str]) -> None:
        number = attributes.get("id", "")
        if not number.isdecimal() or number in self.objects:
            raise UnreadableFile(
                "3mf-object-number",
                f"The 3MF file has an object without a number of its own: {shown(number)!r}.",
                {"object": shown(number)},
            )
        self._object = SlicedObject(
            name=attributes.get("name", ""),
            kind=attributes.get("type", "model"),
            stack=attributes.get(f"{SLICES} slicestackid", "").strip(),
            path=attributes.get(f"{SLICES} slicepath"),
        )
        self.objects[number] = self._object

    def _start_component(self, attributes: dict[str, str]) -> None:
        self._object.components.append(placed(attributes))
        self._check_instances(len(self._object.components))

    def _start_stack(self, attributes: dict[str, str]) -> None:
        number = attributes.get("id", "").strip()
        if number in self.stacks:
            raise bad_stack(number)
        self._stack = self.stacks[number] = Stack()
        self._count(
            "heights below the first slice", decimal("slicestack", attributes, "zbottom", 0.0) != 0
        )

    def _start_reference(self, attributes: dict[str, str]) -> None:
        number = attributes.get("slicestackid", "").strip()
        self._stack.references.append((number, attributes.get("slicepath", "")))

    def _start_slice(self, attributes: dict[str, str]) -> None:
        self._stack.tops.append(decimal("slice", attributes, "ztop"))
        self._vertices, self._indices, self._starts = array("d"), array("q"), array("q")

    def _start_vertex(self, attributes: dict[str, str]) -> None:
        self._vertices.append(decimal("vertex", attributes, "x"))
        self._vertices.append(decimal("vertex", attributes, "y"))

    def _start_polygon(self, attributes: dict[str, str]) -> None:
        self._starts.append(len(self._indices))
        self._indices.append(whole("polygon", attributes, "startv"))

    def _start_segment(self, attributes: dict[str, str]) -> None:
        self._indices.append(whole("segment", attributes, "v2"))
        self._count("properties of segments", "p1" in attributes or "pid" in attributes)

    def _keep_slice(self) -> None:
        """Put the points of a slice's polygons, in their order, at the end of the stack."""
        stack = self._stack
        indices = np.array(self._indices, dtype=np.int64)
        vertices = np.array(self._vertices).reshape(-1, 2)
        if len(indices) and indices.max() >= len(vertices):
            raise UnreadableFile(
                "3mf-slice-vertex",
                f"A slice of the 3MF file uses vertex {indices.max()}, but it has {len(vertices)}.",
                {"index": int(indices.max()), "vertices": len(vertices)},
            )
        stack.polygons.append(len(self._starts))
        if self._starts:
            starts = np.array(self._starts, dtype=np.int64)
            ends = np.append(starts[1:], len(indices))
            closed = (indices[starts] == indices[ends - 1]) & (ends - starts > 1)
            stack.lengths.extend((ends - starts).tolist())
            stack.closed.extend(closed.astype(int).tolist())
            stack.points.frombytes(vertices[indices].tobytes())
            check_count("3MF", len(stack.points) // 2, self._limits)


def bad_stack(number: str) -> UnreadableFile:
    """Return the error for a stack that is not there, not unique, or made of references wrongly."""
    return UnreadableFile(
        "3mf-slice-stack",
        f"The stack of slices {shown(number)!r} of the 3MF file is missing, there twice, or refers "
        "to other stacks in a way that is not allowed.",
        {"stack": shown(number)},
    )
