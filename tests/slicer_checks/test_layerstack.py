"""The stack of layers as a value: columns, polygons, storage."""

import json
from dataclasses import fields

import numpy as np
import pytest

from slicer_checks.errors import NotAskable
from slicer_checks.layerstack import COLUMNS, LayerStack
from slicer_checks.read import read
from slicer_checks.slicing import slice_part
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


def test_storage_keeps_everything() -> None:
    """A stored stack reads back equal in every array, and read-only."""
    back = LayerStack.from_npz_bytes(STACK.to_npz_bytes())

    for field in fields(LayerStack):
        stored, given = getattr(back, field.name), getattr(STACK, field.name)
        assert np.array_equal(stored, given, equal_nan=True), field.name
        assert type(stored) is type(given)
    assert not back.area_mm2.flags.writeable
    assert STACK.to_npz_bytes() == back.to_npz_bytes()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"\x80\x04N.", b"\x93NUMPY"])
def test_other_bytes_are_not_layers(data: bytes) -> None:
    """Bytes that are not a stored stack are refused, never unpickled."""
    with pytest.raises(NotAskable) as caught:
        LayerStack.from_npz_bytes(data)

    assert caught.value.code == "layers-file-invalid"


def test_a_stack_without_a_column_is_refused() -> None:
    """A file that lacks an array is not a stack."""
    data = STACK.to_npz_bytes().replace(b"gap_mm", b"map_gg")

    with pytest.raises(NotAskable):
        LayerStack.from_npz_bytes(data)


def test_polygons_in_bulk_equal_polygons_one_by_one() -> None:
    """Many layers at once give what each gives alone; a layer may be asked for twice."""
    many = STACK.polygons_many([3, 20, 3])

    assert [p.area for p in many] == pytest.approx([400, 300, 400])
    assert many[1].equals(STACK.polygons(20))
    assert STACK.polygons_many([]) == []


def test_rings_are_views_of_the_points() -> None:
    """The rings of a layer are its outline and its hole, told apart by `ring_is_hole`."""
    rings = STACK.rings(20)
    low = STACK.layer_offsets[20]

    assert [len(ring) for ring in rings] == [4, 4]
    assert sorted(STACK.ring_is_hole[low : low + 2].tolist()) == [False, True]
    assert set(STACK.ring_island[low : low + 2].tolist()) <= {low, low + 1}
