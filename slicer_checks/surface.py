"""What is found about a part's surface once and used by many: its tree, shells and crossings."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from slicer_checks.boxtree import BoxTree, box_tree
from slicer_checks.crossings import Crossings, find_crossings
from slicer_checks.kept import Kept
from slicer_checks.shells import Shells, find_shells
from slicer_checks.solid import Solid


class Surfaced(Protocol):
    """What has a surface: a part."""

    @property
    def vertices_mm(self) -> npt.NDArray[np.float64]:
        """The corners (V, 3)."""
        ...

    @property
    def solid(self) -> Solid:
        """The faces, outward, without cracks and copies."""
        ...

    @property
    def kept(self) -> Kept:
        """What was found before."""
        ...


def tree_of(part: Surfaced) -> BoxTree:
    """Return the tree of boxes around the solid's faces, numbered as the solid's."""
    return part.kept.once("tree", lambda: box_tree(part.vertices_mm, part.solid.faces))


def shells_of_part(part: Surfaced) -> Shells:
    """Return the solid's shells."""
    return part.kept.once("shells", lambda: find_shells(part.vertices_mm, part.solid))


def crossings_of(part: Surfaced) -> Crossings:
    """Return the pairs of the solid's faces that cross or lie back to back."""
    return part.kept.once(
        "crossings", lambda: find_crossings(part.vertices_mm, part.solid.faces, tree_of(part))
    )
