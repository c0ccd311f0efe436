"""The check parts-in-contact."""

import numpy as np
import pytest

from slicer_checks import render, slice_part
from slicer_checks.boxtree import box_tree
from slicer_checks.checks.parts_in_contact import parts_in_contact
from slicer_checks.contacts import near_faces
from slicer_checks.surface import tree_of
from tests.known_parts import box_triangles, hollow_box, moved, rotated, sphere, two_islands
from tests.slicer_checks.checked import LAYER_MM, findings, part_of, process

BOX = box_triangles(10.0, 10.0, 10.0)


@pytest.mark.parametrize(("gap_mm", "count"), [(0.001, 1), (0.045, 1), (0.055, 0), (5.0, 0)])
@pytest.mark.parametrize("degrees", [0.0, 27.0])
def test_bodies_that_weld_together_are_found(gap_mm: float, count: int, degrees: float) -> None:
    """Up to a twentieth of a millimetre apart, bodies weld, however they stand."""
    post = moved(box_triangles(4.0, 4.0, 4.0), 3.0, 3.0, 10.0 + gap_mm)
    found = findings("parts-in-contact", rotated(BOX, degrees, 0), rotated(post, degrees, 0))

    assert [one.severity for one in found] == ["warning"] * count
    for one in found:
        assert one.value == pytest.approx(gap_mm, abs=1e-5)
        assert one.params["bodies"] == 2


def test_a_box_that_stands_on_another_touches_it() -> None:
    """Skins that lie on each other are 0 mm apart; the place is where they touch."""
    (finding,) = findings("parts-in-contact", BOX, moved(box_triangles(4, 4, 4), 3.0, 3.0, 10.0))

    assert finding.value == 0.0
    assert finding.where.z_mm is not None


def test_edges_that_pass_each_other_are_measured() -> None:
    """Two bars turned on edge cross at 0.02 mm: nearest between edges, at no corner."""
    bar = moved(rotated(box_triangles(20.0, 2.0, 2.0), 45.0, axis=0), -10.0)
    height = 2.0 * 2**0.5
    other = moved(rotated(bar, 90.0), z=height + 0.02)
    (finding,) = findings("parts-in-contact", bar, other)

    assert finding.value == pytest.approx(0.02, abs=1e-5)


def test_a_ball_that_lies_in_its_cavity_touches_it() -> None:
    """A loose ball on the floor of a hollow welds to it; one in the middle does not."""
    ball = sphere(2.0).triangles
    hollow = hollow_box(20.0, 10.0).triangles

    assert len(findings("parts-in-contact", hollow, moved(ball, 10.0, 10.0, 7.01))) == 1
    assert findings("parts-in-contact", hollow, moved(ball, 10.0, 10.0, 10.0)) == []


def test_bodies_that_share_metal_have_findings_of_their_own() -> None:
    """Overlapping and nested bodies are not told to be in contact; islands apart are not."""
    assert findings("parts-in-contact", BOX, moved(BOX, 5.0, 5.0, 5.0)) == []
    assert findings("parts-in-contact", BOX, moved(box_triangles(2, 2, 2), 0.01, 4.0, 4.0)) == []
    assert findings("parts-in-contact", two_islands().triangles) == []


@pytest.mark.parametrize(("count", "said"), [(500, "bodies: 500"), (501, "bodies: >= 501")])
def test_more_bodies_than_are_compared_are_given_as_at_least(count: int, said: str) -> None:
    """Up to 500 bodies in a row are all compared; of more, the number is told as at least."""
    box = box_triangles(0.99, 1.0, 0.1)
    part = part_of(*(moved(box, x=float(n)) for n in range(count)))
    found = [*parts_in_contact(part, slice_part(part, LAYER_MM), process())]

    assert said in render(found[0]).title


def test_more_pairs_of_faces_than_are_measured_are_said() -> None:
    """Two bodies of 600 faces in one spot make more pairs than are kept."""
    fan = np.repeat(box_triangles(1.0, 1.0, 1.0), 50, axis=0)
    part = part_of(box_triangles(1.0, 1.0, 1.0))
    soup = np.concatenate((fan, moved(fan, x=0.5)))
    faces = np.arange(3 * len(soup), dtype=np.int32).reshape(-1, 3)
    tree = box_tree(soup.reshape(-1, 3), faces)
    body = np.repeat(np.array([0, 1], dtype=np.int32), len(fan))

    assert not near_faces(tree, body, 2.0).complete
    assert near_faces(tree_of(part), np.zeros(12, dtype=np.int32), 2.0).complete
