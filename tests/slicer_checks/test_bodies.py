"""How bodies lie to each other, and the volume they have together."""

from collections.abc import ItemsView

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.bodies import _meetings, bodies_of
from slicer_checks.part import Part
from slicer_checks.surface import shells_of_part
from tests.known_parts import (
    SOLIDS,
    box_triangles,
    cylinder,
    hollow_box,
    inverted,
    moved,
    rotated,
    sphere,
)
from tests.slicer_checks.checked import part_of

Triangles = npt.NDArray[np.float64]


def kinds(part: Part) -> list[str]:
    """Return how each two bodies that share metal lie to each other."""
    return [meeting.kind for meeting in bodies_of(part).meetings]


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_bodies_apart_keep_the_volume_of_the_solid(name: str) -> None:
    """Where bodies do not meet, the volume is the solid's to the last bit."""
    part = part_of(SOLIDS[name]().triangles)

    assert kinds(part) == []
    assert part.volume_mm3 == part.solid.volume_mm3


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(*(st.floats(-12.0, 12.0) for _ in range(3))),
    st.tuples(*(st.floats(2.0, 9.0) for _ in range(3))),
)
def test_two_boxes_have_the_volume_of_their_union(
    shift: tuple[float, float, float], size: tuple[float, float, float]
) -> None:
    """However two boxes lie, they have the volumes of both less what both hold."""
    first = box_triangles(10.0, 10.0, 10.0)
    part = part_of(first, moved(box_triangles(*size), *shift))
    shared = 1.0
    for move, side in zip(shift, size, strict=True):
        shared *= max(0.0, min(10.0, move + side) - max(0.0, move))

    assert part.volume_mm3 == pytest.approx(1000.0 + np.prod(size) - shared, rel=1e-5)


def test_a_body_in_metal_is_nested_and_counts_once() -> None:
    """A box in a box is in its metal; the volume is the outer box's."""
    part = part_of(box_triangles(20.0, 20.0, 20.0), moved(box_triangles(5.0, 5.0, 5.0), 5, 5, 5))

    assert kinds(part) == ["nested"]
    assert part.volume_mm3 == pytest.approx(8000.0)


def test_a_loose_body_in_a_cavity_is_not_nested() -> None:
    """A ball in a hollow box shares no metal with it."""
    ball = moved(sphere(2.0).triangles, 10.0, 10.0, 10.0)
    part = part_of(hollow_box().triangles, ball)

    assert kinds(part) == []
    assert part.volume_mm3 == part.solid.volume_mm3 > 7000.0


def test_a_body_inside_two_is_nested_in_both() -> None:
    """Three boxes in each other are one box of metal."""
    boxes = [
        moved(box_triangles(side, side, side), *3 * [(20.0 - side) / 2]) for side in (20.0, 10.0, 4)
    ]
    part = part_of(*boxes)

    assert kinds(part) == ["nested"] * 3
    assert part.volume_mm3 == pytest.approx(8000.0)


def test_a_cavity_stays_one_when_bodies_are_united() -> None:
    """A rod through the wall of a hollow box adds what lies outside the wall, and no more."""
    rod = moved(box_triangles(10.0, 2.0, 2.0), 17.0, 9.0, 9.0)
    part = part_of(hollow_box().triangles, rod)

    assert kinds(part) == ["overlapping"]
    assert part.volume_mm3 == pytest.approx(7000.0 + 7.0 * 4.0)


def test_a_body_with_other_triangles_in_the_same_place_is_a_duplicate() -> None:
    """A cylinder exported a second time, turned by half a facet, is the same body."""
    one = cylinder(6.0, 9.0)
    part = part_of(one.triangles, rotated(one.triangles, 360.0 / 128))

    assert kinds(part) == ["duplicate"]
    assert part.volume_mm3 == pytest.approx(one.volume_mm3, rel=2e-3)


def test_an_exact_copy_counts_once() -> None:
    """A body that is there twice, face for face, has its volume once."""
    cube = box_triangles(10.0, 10.0, 10.0)

    assert part_of(cube, cube).volume_mm3 == pytest.approx(1000.0)
    assert part_of(cube, inverted(cube)).volume_mm3 == pytest.approx(1000.0)


def test_a_body_of_two_that_share_an_edge_unites_too() -> None:
    """A surface that touches itself along an edge is taken apart there, and unites."""
    pair = [box_triangles(5.0, 5.0, 5.0), moved(box_triangles(5.0, 5.0, 5.0), 5.0, 5.0)]
    part = part_of(*pair, moved(box_triangles(4.0, 4.0, 4.0), 3.0, 3.0, 3.0))

    assert part.topology.nonmanifold_edges == 1
    assert bodies_of(part).united
    assert part.volume_mm3 == pytest.approx(250.0 + 64.0 - 2 * 2 * 2 - 2 * 2 * 2)


class Counted(dict[tuple[int, int], int]):
    """Windings that count how often they are gone through."""

    passes = 0

    def items(self) -> ItemsView[tuple[int, int], int]:  # type: ignore[override]
        """Count one more pass."""
        self.passes += 1
        return super().items()


def test_the_windings_are_gone_through_once_however_many_bodies() -> None:
    """Twenty posts in a block are nested in it, found in one pass and told in order."""
    post = box_triangles(1.0, 1.0, 1.0)
    posts = [moved(post, 2.0 * n + 1.0, 1.0, 1.0) for n in range(20)]
    part = part_of(box_triangles(42.0, 3.0, 3.0), *posts)
    shells = shells_of_part(part)
    block = int(np.argmax(shells.volumes_mm3))
    inside = Counted({(n, block): 1 for n in range(len(shells)) if n != block})
    owner = np.arange(len(shells), dtype=np.int32)
    met = [(m.first, m.second) for m in _meetings(part, shells, owner, inside)]

    assert inside.passes == 1
    assert met == sorted(inside)
    assert met == [(m.first, m.second) for m in bodies_of(part).meetings]
