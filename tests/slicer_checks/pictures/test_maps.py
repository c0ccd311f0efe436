"""Maps over the surface of a part."""

import numpy as np
import pytest

from slicer_checks.pictures.maps import overhang_deg, overhang_maps, thickness_maps
from slicer_checks.pictures.model import model_of
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of
from tests.slicer_checks.pictures.pixels import hot_share, pixels

LIMITS_DEG = (30.0, 45.0)
BOX = model_of(part_of(box_triangles(20, 20, 20)))
TABLE = model_of(part_of(box_triangles(4, 4, 10), moved(box_triangles(20, 20, 3), -8, -8, 10.0)))


def test_only_what_hangs_has_an_angle() -> None:
    """No side of a box on the plate hangs; a table's underside does."""
    assert np.isnan(overhang_deg(BOX)).all()
    hanging = overhang_deg(TABLE)

    assert np.nanmax(hanging) == pytest.approx(0.0)
    assert np.isfinite(hanging).sum() == 2


def test_the_overhang_map_glows_where_it_hangs() -> None:
    """A table glows from below and a box does not, beside the legend's own box of colour."""
    legend = hot_share(overhang_maps(BOX, LIMITS_DEG, ["light"])["light"])
    png = overhang_maps(TABLE, LIMITS_DEG, ["light"])["light"]

    assert pixels(png).shape[:2] == (600, 1200)
    assert hot_share(png) > legend + 0.05


def test_thin_metal_glows() -> None:
    """Faces over thin metal glow, those over thick or unknown metal do not."""
    thick, thin, unknown = (np.full(len(TABLE.faces), value) for value in (5.0, 0.1, np.nan))
    limits = (0.4, 1.0)

    glowing, calm, blank = (
        thickness_maps(TABLE, values, limits, ["dark"])["dark"] for values in (thin, thick, unknown)
    )

    assert hot_share(glowing) > 0.1
    assert calm == blank
