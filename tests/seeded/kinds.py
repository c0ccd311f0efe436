"""What a kind of fault is, and what comes of planting one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tests.known_parts import stl_bytes
from tests.seeded import places
from tests.seeded.places import Place
from tests.seeded.solids import Point, Solid, Triangles, bounds_of, solid_of

Box = tuple[Point, Point]
EVERYTHING = frozenset({"*"})
"""What a fault that changes the whole part may bring with it: any finding that is then true."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Host:
    """A clean part that faults are planted in; its places are found once, from its seed."""

    name: str
    triangles: Triangles
    seed: int = 0

    @cached_property
    def solid(self) -> Solid:
        """The part as a solid."""
        return solid_of(self.triangles)

    @cached_property
    def top(self) -> Place | None:
        """A flat spot that looks up."""
        return places.top(self.solid, np.random.default_rng(self.seed))

    @cached_property
    def side(self) -> Place | None:
        """An upright spot."""
        return places.side(self.solid, np.random.default_rng(self.seed))

    @cached_property
    def inside(self) -> Place | None:
        """The spot with the most material around it."""
        return places.inside(self.solid, np.random.default_rng(self.seed))

    @property
    def bounds(self) -> Box:
        """The lowest and the highest corner."""
        corners = self.triangles.reshape(-1, 3)
        return corners.min(axis=0), corners.max(axis=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planted:
    """A file with a fault, and where it is; no place is the whole file."""

    data: bytes
    place: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault.

    Parameters
    ----------
    expects
        Codes of which one must be told at the place: findings, or the error of a refused file.
    brings
        Codes of true findings that come along: a ledge's wall is thin, a cavity's roof hangs.
    plant
        Makes the file from a host and a seeded generator, or nothing where there is no room.
    """

    name: str
    expects: frozenset[str]
    plant: Callable[[Host, np.random.Generator], Planted | None]
    brings: frozenset[str] = field(default_factory=frozenset)


def file_of(triangles: Triangles, place: Box | None) -> Planted:
    """Return a binary STL of the triangles."""
    return Planted(data=stl_bytes(triangles), place=place)


def place_of(triangles: Triangles) -> Box:
    """Return the box around triangles."""
    corners = triangles.reshape(-1, 3)
    return corners.min(axis=0), corners.max(axis=0)


def box_of(solid: Solid) -> Box:
    """Return the box around a solid."""
    return bounds_of(solid)
