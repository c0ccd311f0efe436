"""The stack of layers as a value: columns, polygons, storage."""

import json

import numpy as np
import pytest

from slicer_checks.layerstack import COLUMNS
from slicer_checks.read import read
from slicer_checks.slicing import slice_part
from tests import known_parts
from tests.known_parts import frustum, hollow_box, stl_bytes

STACK = slice_part(read(stl_bytes(hollow_box().triangles)), 0.5)


def test_columns_are_those_of_the_command() -> None:
    """Columns come in the documented order, one entry per layer."""
    columns = STACK.columns()

    assert tuple(columns) == COLUMNS
    assert COLUMNS[:9] == (
        "layer",
        "z_mm",
        "area_mm2",
        "perimeter_mm",
        "islands",
        "holes",
        "overhang_mm2",
        "new_island_mm2",
        "min_wall_mm",
    )
    assert {len(column) for column in columns.values()} == {len(STACK)} == {40}


def test_a_table_is_plain_data() -> None:
    """The table is records of Python numbers that JSON can hold, None where there is no wall."""
    cone = slice_part(read(stl_bytes(frustum(8, 3, 10).triangles)), 0.5)
    table = json.loads(json.dumps(STACK.to_table(), allow_nan=False))

    assert table[15]["holes"] == 1
    assert table[15]["min_wall_mm"] == pytest.approx(5)
    assert cone.to_table()[0]["min_wall_mm"] is None


def test_polygons_in_bulk_equal_polygons_one_by_one() -> None:
    """Many layers at once give what each gives alone; a layer may be asked for twice."""
    many = STACK.polygons_many([3, 20, 3])

    assert [p.area for p in many] == pytest.approx([400, 300, 400])
    assert many[1].equals(STACK.polygons(20))
    assert STACK.polygons_many([]) == []


def test_blocks_of_contours_hold_every_ring() -> None:
    """Blocks follow each other without a gap, and their rings are those of each layer."""
    blocks = list(STACK.contours())

    assert [block.first for block in blocks] == [0]
    assert sum(len(block) for block in blocks) == len(STACK)
    for layer in (0, 20, 39):
        alone, together = STACK.rings(layer), blocks[0].rings(layer)
        assert all(np.array_equal(one, two) for one, two in zip(alone, together, strict=True))
    hollow = blocks[0].layer_offsets[20]
    areas = blocks[0].ring_area_mm2[hollow : hollow + 2]
    assert sorted(areas.tolist()) == pytest.approx([-100, 400])
    assert set(blocks[0].ring_island[hollow : hollow + 2].tolist()) <= {hollow, hollow + 1}


def test_united_blocks_count_overlaps_once() -> None:
    """Where bodies overlap the united rings enclose the union, and other layers stay as cut."""
    tall = known_parts.box_triangles(10, 10, 10)
    low = known_parts.moved(known_parts.box_triangles(10, 10, 5), 5, 5)
    stack = slice_part(read(stl_bytes(np.concatenate((tall, low)))), 0.5)
    block, as_cut = next(stack.contours(united=True)), next(stack.contours())

    assert block.ring_area_mm2.tolist() == pytest.approx([175.0] * 10 + [100.0] * 10)
    assert stack.union_area_mm2 == pytest.approx(block.ring_area_mm2)
    assert stack.union_perimeter_mm == pytest.approx([60.0] * 10 + [40.0] * 10)
    assert stack.area_mm2 == pytest.approx([200.0] * 10 + [100.0] * 10)
    assert np.array_equal(block.rings(15)[0], as_cut.rings(15)[0])
