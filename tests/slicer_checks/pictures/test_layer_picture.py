"""The layer at a finding."""

import pytest

from slicer_checks import Finding, Where, check, slice_part
from slicer_checks.pictures.layer_picture import layer_of, layer_picture
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of, process
from tests.slicer_checks.pictures.pixels import hot_share, pixels

TABLE = part_of(box_triangles(4, 4, 2), moved(box_triangles(20, 20, 1), -8, -8, 2.0))
LAYERS = slice_part(TABLE, 0.1)
RING = ((-8.0, -8.0), (0.0, -8.0), (0.0, 0.0), (-8.0, 0.0))


def test_outlines_are_shown_in_the_middle_of_their_span() -> None:
    """A wall from layer 4 to layer 8 is shown in layer 6."""
    where = Where(layers=(4, 8), z_mm=(0.4, 0.9), polygons=(RING,))

    assert layer_of(Finding(code="thin-wall", severity="error", where=where), LAYERS) == 6


def test_faces_are_shown_where_they_hang() -> None:
    """Of all layers of an overhang the one is shown that the layer below carries least."""
    where = Where(layers=(0, 29), faces=(0,), faces_total=1)

    assert layer_of(Finding(code="overhang", severity="error", where=where), LAYERS) == 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_outline_of_a_finding_is_hot(theme: str) -> None:
    """An outline on a layer glows in it, in either theme."""
    where = Where(layers=(21, 25), z_mm=(2.1, 2.6), polygons=(RING,))
    finding = Finding(code="thin-wall", severity="error", where=where)
    png = layer_picture(
        TABLE, LAYERS, finding, width_px=400, theme="dark" if theme == "dark" else "light"
    )

    assert png is not None
    assert pixels(png).shape[:2] == (280, 400)
    assert hot_share(png) > 0.02


def test_hanging_faces_glow_in_their_layer() -> None:
    """The flat underside of a table is seen in the first layer of its top."""
    found = [f for f in check(TABLE, process(), LAYERS).findings if f.code == "overhang"]
    png = layer_picture(TABLE, LAYERS, found[0], width_px=400)

    assert png is not None
    assert hot_share(png) > 0.1


def test_a_small_place_is_ringed_with_the_layer_in_a_corner() -> None:
    """A speck on a large layer is drawn near; the frame in the corner tells where."""
    speck = ((9.0, 9.0), (9.2, 9.0), (9.2, 9.2), (9.0, 9.2))
    where = Where(layers=(25, 25), z_mm=(2.5, 2.6), polygons=(speck,))
    png = layer_picture(
        TABLE, LAYERS, Finding(code="unsupported-island", severity="error", where=where)
    )

    assert png is not None
    assert 0.001 < hot_share(png) < 0.05


def test_a_finding_without_layers_has_no_picture() -> None:
    """What is about no layer has no picture of one."""
    nowhere = Finding(code="too-big", severity="error")

    assert layer_picture(TABLE, LAYERS, nowhere) is None
