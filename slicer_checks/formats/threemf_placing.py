"""What the build of a 3MF package places: objects in model parts, moved by items and components."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive
from slicer_checks.formats.faults import shown
from slicer_checks.formats.relationships import member_name
from slicer_checks.formats.threemf_attributes import Matrix, Placed
from slicer_checks.formats.threemf_model import too_many_instances
from slicer_checks.limits import ReadLimits

IDENTITY: Final = np.vstack((np.eye(3), np.zeros(3)))
"""The transform of an item that has none."""

Above = tuple[tuple[str, str], ...]


class BuiltObject(Protocol):
    """An object of a model part: what it is, and what it is put together from."""

    @property
    def kind(self) -> str:
        """Its type."""

    @property
    def components(self) -> Sequence[Placed]:
        """What it places within itself."""


Node = TypeVar("Node", bound=BuiltObject)
Node_co = TypeVar("Node_co", bound=BuiltObject, covariant=True)


class ModelPart(Protocol[Node_co]):
    """A model part: its unit, and its objects by number."""

    @property
    def unit(self) -> str:
        """What its numbers are in."""

    @property
    def objects(self) -> Mapping[str, Node_co]:
        """Its objects."""


Part = TypeVar("Part", bound=ModelPart[BuiltObject])


@dataclass(slots=True, kw_only=True)
class ModelParts(Generic[Part]):
    """The model parts of a package, each read when it is first asked for; all are in one unit."""

    archive: Archive
    read: Callable[[bytes], Part]
    found: dict[str, Part] = field(default_factory=dict)

    def part(self, name: str) -> Part:
        """Return a model part; raise `UnreadableFile` where its unit is another."""
        if name not in self.found:
            self.found[name] = self.read(self.archive.read(name))
            first, *others = {part.unit: name for part in self.found.values()}
            if others:
                raise UnreadableFile(
                    "3mf-units-differ",
                    f"The parts of the 3MF model are in different units: {first}, {others[0]}.",
                    {"unit": first, "other": others[0]},
                )
        return self.found[name]

    def home_of(self, path: str | None, part: str) -> str:
        """Return the part that holds what a part points to: the one at a path, else itself."""
        if path is None:
            return part
        name = member_name(path)
        if not path.startswith("/") or name not in self.archive:
            raise UnreadableFile(
                "3mf-path",
                f"The 3MF file points to {shown(path)!r}, which is no place inside it.",
                {"path": shown(path)},
            )
        return name.lower()


@dataclass(slots=True, kw_only=True)
class Placing(Generic[Node]):
    """Walks what is placed, each object before its components; counts it against the limits.

    Components of objects whose type is not in `built` are not looked at.
    """

    limits: ReadLimits
    home_of: Callable[[str | None, str], str]
    objects_of: Callable[[str], Mapping[str, Node]]
    built: frozenset[str]
    placed: int = 0

    def walk(
        self, placed: Placed, part: str, outer: Matrix = IDENTITY, above: Above = ()
    ) -> Iterator[tuple[Node, str, Matrix]]:
        """Yield each object with the part that holds it and the transform to where it lies."""
        self.placed += 1
        if self.placed > self.limits.instances_max or len(above) > self.limits.component_depth_max:
            raise too_many_instances(self.limits)
        part = self.home_of(placed.path, part)
        key = (part, placed.object_id)
        found = self.objects_of(part).get(placed.object_id)
        if found is None or key in above:
            raise _misplaced(placed.object_id, missing=found is None)
        matrix = outer if placed.matrix is None else _after(placed.matrix, outer)
        yield found, part, matrix
        if found.kind in self.built:
            for component in found.components:
                yield from self.walk(component, part, matrix, (*above, key))


def _misplaced(number: str, *, missing: bool) -> UnreadableFile:
    """Return the error for an object that is placed but not there, or within itself."""
    why = "is placed but not there" if missing else "is a component of itself"
    return UnreadableFile(
        "3mf-object-missing" if missing else "3mf-cycle",
        f"Object {shown(number)!r} of the 3MF file {why}.",
        {"object": shown(number)},
    )


def _after(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the transform that does `inner` first."""
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused afterwards
        matrix: Matrix = inner @ outer[:3]
        matrix[3] += outer[3]
    return matrix
