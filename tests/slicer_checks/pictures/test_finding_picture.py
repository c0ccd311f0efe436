"""One finding on the part: seen from the side where it is, or in a section where it is inside."""

import numpy as np
import pytest

from slicer_checks import Finding, Part, Where
from slicer_checks.pictures.finding_picture import FindingPicture
from slicer_checks.pictures.model import Model, cut_away, model_of
from slicer_checks.pictures.spot import Spot, spot_of
from slicer_checks.pictures.viewpoint import Watch
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of
from tests.slicer_checks.pictures.pixels import hot_share, pixels

SIDE = 20.0
BOX = part_of(box_triangles(SIDE, SIDE, SIDE))
HOLLOW = part_of(
    box_triangles(SIDE, SIDE, SIDE), moved(box_triangles(8.0, 8.0, 8.0), 6.0, 6.0, 6.0)[:, ::-1]
)


def pointing_at(part: Part, axis: int, at_mm: float) -> Finding:
    """Return a finding about the faces of a part that lie in one plane."""
    heights = part.vertices_mm[part.faces][..., axis]
    faces = tuple(int(face) for face in np.flatnonzero(np.abs(heights - at_mm).max(axis=1) < 1e-6))
    return Finding(
        code="overhang", severity="warning", where=Where(faces=faces, faces_total=len(faces))
    )


def spot(finding: Finding, model: Model) -> Spot:
    """Return the spot of a finding that has one."""
    found = spot_of(finding, model)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("axis", "at_mm", "sides"),
    [
        (0, 0.0, {"front", "left", "back"}),
        (0, SIDE, {"right", "front"}),
        (1, 0.0, {"front"}),
        (1, SIDE, {"back", "right"}),
    ],
)
def test_a_finding_is_seen_from_its_side(axis: int, at_mm: float, sides: set[str]) -> None:
    """Each side of a box is drawn from where it is seen, and glows over much of the picture."""
    model, finding = model_of(BOX), pointing_at(BOX, axis, at_mm)
    place = spot(finding, model)
    point = Watch(model).best(place)

    assert point.side in sides
    assert point.section is None
    png = FindingPicture(model, finding, place, point, width_px=300).png()
    assert hot_share(png) > 0.08


def test_the_underside_is_seen_from_below() -> None:
    """The bottom of a box is drawn from below."""
    model, finding = model_of(BOX), pointing_at(BOX, 2, 0.0)
    point = Watch(model).best(spot(finding, model))

    assert not point.is_above
    assert point.code == "view-front-below"


@pytest.mark.parametrize("at_mm", [6.0, 14.0])
def test_what_is_inside_is_shown_in_a_section(at_mm: float) -> None:
    """The roof and the floor of a closed cavity glow in a part that is cut open."""
    model, finding = model_of(HOLLOW), pointing_at(HOLLOW, 2, at_mm)
    place = spot(finding, model)
    point = Watch(model).best(place)
    png = FindingPicture(model, finding, place, point, width_px=300).png("dark")

    assert point.section is not None
    assert point.code.startswith("section-front-")
    assert hot_share(png) > 0.02


def test_a_small_finding_is_near_with_a_locator() -> None:
    """A small outline is drawn near, ringed, with the whole part in a corner."""
    model = model_of(part_of(box_triangles(100.0, 100.0, 10.0)))
    outline = Where(z_mm=(9.0, 10.0), polygons=(((1, 1), (2, 1), (2, 2), (1, 2)),))
    finding = Finding(code="thin-wall", severity="error", where=outline)
    place = spot(finding, model)
    near = FindingPicture(model, finding, place, Watch(model).best(place), width_px=300)

    assert hot_share(near.png()) > 0.002
    assert near.png() != near.png("dark")
    assert pixels(near.png()).shape[:2] == (210, 300)


def test_what_holds_for_the_whole_part_has_no_spot() -> None:
    """No picture is drawn near for a finding about everything, or about nowhere."""
    model = model_of(BOX)
    everything = Where(bounds_mm=BOX.bounds_mm)

    for where in (everything, Where(), Where(polygons=(((0, 0), (1, 0), (1, 1)),))):
        assert spot_of(Finding(code="too-big", severity="error", where=where), model) is None


def test_a_box_in_space_is_drawn_as_its_edges() -> None:
    """A finding that knows only a box shows that box."""
    model = model_of(BOX)
    box = Where(bounds_mm=((0.0, 0.0, 0.0), (8.0, 20.0, 20.0)))
    finding = Finding(code="too-big", severity="error", where=box)
    place = spot(finding, model)
    png = FindingPicture(model, finding, place, Watch(model).best(place), width_px=300).png()

    assert hot_share(png) > 0.002


def test_a_cut_keeps_what_is_below() -> None:
    """A box cut at a quarter of its height keeps its foot and a quarter of its sides."""
    model = cut_away(model_of(BOX), np.array([0.0, 0.0, 1.0]), SIDE / 4)
    corners = model.vertices_mm[model.faces]
    areas = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )

    assert corners[..., 2].max() == pytest.approx(SIDE / 4)
    assert areas.sum() / 2 == pytest.approx(SIDE**2 + 4 * SIDE * SIDE / 4)
    assert len(model.normals) == len(model.faces) == len(model.face_numbers)
