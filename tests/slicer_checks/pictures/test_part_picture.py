"""Drawings of parts."""

import io
from itertools import combinations
from typing import get_args

import matplotlib.image
import numpy as np
import numpy.typing as npt
import pytest
import shapely

from slicer_checks import Finding, Where, check
from slicer_checks.pictures import part_picture
from slicer_checks.pictures.dimensions import Label, dimensions_of, label_of
from slicer_checks.pictures.fineness import FINENESS, PIXELS_DRAWN, affordable
from slicer_checks.pictures.raster import NOTHING, front_faces
from slicer_checks.pictures.sheet import FLATTEST, MARGIN, TALLEST, Sheet, lay_out
from slicer_checks.pictures.theme import THEMES, ThemeName
from slicer_checks.pictures.view import ELEVATION_DEG, corner_view, elevation_for
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of, process

BOX = part_of(box_triangles(20.0, 20.0, 20.0))
TOP_FACES = tuple(
    int(f) for f in np.flatnonzero(BOX.vertices_mm[BOX.faces][:, :, 2].min(axis=1) > 19)
)
BOTTOM_FACES = tuple(
    int(f) for f in np.flatnonzero(BOX.vertices_mm[BOX.faces][:, :, 2].max(axis=1) < 1)
)


def _pixels(png: bytes) -> npt.NDArray[np.float64]:
    return np.asarray(matplotlib.image.imread(io.BytesIO(png), format="png"), dtype=np.float64)


def _hot_share(png: bytes) -> float:
    """Return the share of pixels in the range from the dark hot colour to the bright one."""
    rgb = _pixels(png)[..., :3]
    return float(((rgb[..., 0] - rgb[..., 2]) > 0.3).mean())


def _pointing_at(faces: tuple[int, ...]) -> Finding:
    where = Where(faces=faces, faces_total=len(faces))
    return Finding(code="overhang", severity="warning", where=where)


@pytest.mark.parametrize("width_px", [300, 900])
def test_the_picture_is_a_png_of_the_asked_width(width_px: int) -> None:
    """The picture is a PNG, as wide as asked."""
    png = part_picture(BOX, width_px=width_px)

    assert png.startswith(b"\x89PNG")
    assert _pixels(png).shape[1] == width_px


def test_the_same_part_gives_the_same_bytes() -> None:
    """A picture depends on the part alone, so that it can be kept by its content."""
    assert part_picture(BOX) == part_picture(BOX)


@pytest.mark.parametrize("theme", get_args(ThemeName))
def test_the_ground_is_the_themes(theme: ThemeName) -> None:
    """The corner of the picture has the ground colour of its theme."""
    corner = _pixels(part_picture(BOX, theme=theme))[0, 0, :3]

    assert np.allclose(corner, THEMES[theme].ground, atol=0.01)


def test_faces_that_findings_point_at_are_hot() -> None:
    """The top of a box glows when a finding points at it, and is steel when none does."""
    assert _hot_share(part_picture(BOX)) == 0.0
    assert _hot_share(part_picture(BOX, [_pointing_at(TOP_FACES)])) > 0.03


def test_what_lies_behind_shines_through() -> None:
    """The bottom of a box, which no view from above shows, is seen as stripes."""
    share = _hot_share(part_picture(BOX, [_pointing_at(BOTTOM_FACES)]))

    assert 0.01 < share < _hot_share(part_picture(BOX, [_pointing_at(TOP_FACES)]))


def test_outlines_of_findings_are_drawn() -> None:
    """An outline of a finding is drawn over the part, and one without a height is not."""
    ring = ((2.0, 2.0), (18.0, 2.0), (18.0, 18.0), (2.0, 18.0))
    placed = Where(z_mm=(5.0, 6.0), polygons=(ring,))
    lost = Where(polygons=(ring,))
    drawn = [Finding(code="thin-wall", severity="error", where=where) for where in (placed, lost)]

    assert _hot_share(part_picture(BOX, drawn[:1])) > 0.01
    assert _hot_share(part_picture(BOX, drawn[1:])) == 0.0


def test_findings_of_a_check_can_be_drawn() -> None:
    """The findings of a report go into the picture as they are."""
    table = part_of(box_triangles(4, 4, 10), moved(box_triangles(20, 20, 0.3), -8, -8, 10.0))
    report = check(table, process())

    assert report.findings
    assert _hot_share(part_picture(table, report.findings, theme="dark")) > 0.005


def test_the_nearer_face_is_in_front() -> None:
    """Of two triangles over one another the one nearer to the eye is seen."""
    points = np.array(
        [[0, 0, 1], [8, 0, 1], [0, 8, 1], [0, 0, 2], [4, 0, 2], [0, 4, 2]], dtype=np.float64
    )
    faces = np.array([[3, 4, 5], [0, 1, 2], [0, 0, 1]], dtype=np.int32)
    nearest, depth = front_faces(points, faces, (8, 8))

    assert nearest[0, 0] == 0
    assert nearest[0, 6] == 1
    assert nearest[7, 7] == NOTHING
    assert depth[0, 0] == 2.0


SHAPES = [
    (200.0, 200.0, 1.0),
    (1.0, 1.0, 200.0),
    (200.0, 1.0, 1.0),
    (1.0, 200.0, 1.0),
    (10.0, 10.0, 10.0),
    (12.0, 60.0, 4.0),
    (60.0, 9.0, 12.0),
    (9.0, 9.0, 3.0),
    (9999.0, 1000.0, 2000.0),
]


def _sheet(size_mm: tuple[float, float, float], width_px: int) -> tuple[Sheet, list[Label]]:
    """Lay a box out and place its labels."""
    bounds_mm = ((0.0, 0.0, 0.0), size_mm)
    corners = np.array(np.meshgrid(*zip(*bounds_mm, strict=True))).reshape(3, -1).T
    dimensions = dimensions_of(bounds_mm, "en")

    def beside(sheet: Sheet) -> npt.NDArray[np.float64]:
        return np.concatenate([label_of(sheet, one).corners for one in dimensions])

    view = corner_view(elevation_deg=elevation_for(size_mm))
    sheet = lay_out(corners, beside, view, width_px)
    return sheet, [label_of(sheet, one) for one in dimensions]


@pytest.mark.parametrize("size_mm", SHAPES)
def test_every_part_fills_a_sheet_that_is_no_strip_or_tower(
    size_mm: tuple[float, float, float],
) -> None:
    """Whatever a part's shape, part and labels lie within a sheet and reach two of its sides."""
    sheet, labels = _sheet(size_mm, 800)
    box = np.array(np.meshgrid(*((0.0, length) for length in size_mm))).reshape(3, -1).T
    drawn = np.concatenate([sheet.pixels(box)[:, :2], *(label.corners for label in labels)])
    low, high = drawn.min(axis=0), drawn.max(axis=0)
    unused = 1 - (high - low) / [800, sheet.height_px]

    assert round(FLATTEST * 800) <= sheet.height_px <= round(TALLEST * 800)
    assert (low > 0).all()
    assert (high < [800, sheet.height_px]).all()
    assert unused.min() < 2.5 * MARGIN


@pytest.mark.parametrize("size_mm", SHAPES)
def test_labels_can_be_read_and_do_not_meet(size_mm: tuple[float, float, float]) -> None:
    """Shown 420 pixels wide, letters have 11 pixels, and no label lies on another."""
    sheet, labels = _sheet(size_mm, 420)
    boxes = [shapely.Polygon(label.corners) for label in labels]

    assert sheet.letter_px > 11
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


def test_a_flat_part_is_seen_from_higher_up() -> None:
    """The flatter a part, the higher the eye; what is as high as wide is seen as ever."""
    assert elevation_for((10.0, 10.0, 10.0)) == ELEVATION_DEG
    assert elevation_for((10.0, 100.0, 1.0)) == pytest.approx(0.98 * 42 + 0.02 * 26)


def test_a_flood_of_large_faces_is_drawn() -> None:
    """Of 120,000 faces that each fill the picture no more is drawn than can be afforded."""
    flood = part_of(np.tile(box_triangles(20.0, 20.0, 20.0), (10_000, 1, 1)))

    assert part_picture(flood).startswith(b"\x89PNG")


def test_what_can_be_afforded_is_drawn() -> None:
    """Few pixels are drawn finely and whole, many coarsely, and of a flood an even choice."""
    for each, expected in ((10.0, FINENESS), (PIXELS_DRAWN / 40, 2)):
        fineness, drawn = affordable(np.full(10, each))
        assert fineness == expected
        assert drawn.all()
    fineness, drawn = affordable(np.full(100, PIXELS_DRAWN / 25))
    assert fineness == 1
    assert drawn.sum() == 25
    assert np.diff(np.flatnonzero(drawn)).max() == 4


def test_labels_stand_beside_short_lines() -> None:
    """A part with one short side is drawn with all three dimensions."""
    flat = part_of(box_triangles(100.0, 100.0, 0.5))

    assert part_picture(flat) != part_picture(flat, lang="nl")
