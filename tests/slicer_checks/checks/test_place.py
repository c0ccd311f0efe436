"""Places of faces, parts and outlines."""

import numpy as np

from slicer_checks import slice_part
from slicer_checks.checks.place import layer_range, of_faces, of_outlines, of_part
from slicer_checks.checks.protocol import FACES_SHOWN
from slicer_checks.finding import Where
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of

PART = part_of(moved(box_triangles(10.0, 10.0, 10.0), z=100.0))
LAYERS = slice_part(PART, 0.5)


def test_no_faces_are_no_place() -> None:
    """Nothing to show is an empty place."""
    assert of_faces(PART, LAYERS, np.zeros(0, dtype=np.int32)) == Where()


def test_heights_count_from_the_parts_bottom() -> None:
    """The box keeps the file's coordinates, the heights start at the part's bottom."""
    where = of_part(PART, LAYERS)

    assert where.z_mm == (0.0, 10.0)
    assert where.layers == (0, 19)
    assert where.bounds_mm == ((0.0, 0.0, 100.0), (10.0, 10.0, 110.0))


def test_a_long_list_of_faces_is_capped_and_counted() -> None:
    """A finding lists the first few faces and counts all."""
    where = of_faces(PART, LAYERS, np.zeros(FACES_SHOWN + 1, dtype=np.int32))

    assert len(where.faces) == FACES_SHOWN
    assert where.faces_total == FACES_SHOWN + 1


def test_layers_stay_within_the_stack() -> None:
    """Heights beyond the part end at its first or last layer."""
    assert layer_range(LAYERS, -1.0, 11.0) == (0, 19)


def test_no_outlines_still_have_layers() -> None:
    """A place without outlines is a span of layers."""
    assert of_outlines(PART, LAYERS, [], (2, 3)) == Where(layers=(2, 3), z_mm=(1.0, 2.0))
