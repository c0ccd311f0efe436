"""Copies laid on a platform: where each lies is what the 3MF file says, for any reader of it."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from slicer_checks import Part, make_toolpath, read
from slicer_checks.plate import LaidCopy, plate_3mf, plate_part
from tests.known_parts import box_triangles, stl_bytes


def wedge() -> Part:
    """Return a part of 30 mm x 10 mm with a mark: a block 5 mm high stands at its right front."""
    mark = np.asarray(box_triangles(4, 3, 5)) + np.array([26.0, 0.0, 0.0])
    whole = np.concatenate((box_triangles(30, 10, 2), mark))
    return read(stl_bytes(whole), "mm", name="wedge.stl")


@pytest.mark.parametrize(
    ("turn_deg", "mark_xy_mm"),
    [(0, (128.0, 51.5)), (90, (108.5, 78.0)), (180, (102.0, 58.5)), (270, (101.5, 52.0))],
)
def test_a_copy_lies_where_it_is_put(turn_deg: int, mark_xy_mm: tuple[float, float]) -> None:
    """Its box begins at the corner given and its mark turns counter-clockwise."""
    laid = read(plate_3mf([LaidCopy(part=wedge(), x_mm=100, y_mm=50, turn_deg=turn_deg)]))
    (low, high) = laid.bounds_mm
    size = (30, 10) if turn_deg % 180 == 0 else (10, 30)
    assert low == pytest.approx((100, 50, 0), abs=1e-6)
    assert high == pytest.approx((100 + size[0], 50 + size[1], 5), abs=1e-6)
    top = laid.vertices_mm[laid.vertices_mm[:, 2] > 4.9]
    middle = (top.min(axis=0) + top.max(axis=0)) / 2
    assert middle[:2] == pytest.approx(mark_xy_mm, abs=1e-6)


def test_a_part_is_written_once_however_many_copies_there_are() -> None:
    """Three copies of one part and one of another are two objects and four items, with labels."""
    cube = read(stl_bytes(box_triangles(5, 5, 5)), "mm", name='a<b>&"c".stl')
    part = wedge()
    copies = [LaidCopy(part=part, x_mm=0, y_mm=20.0 * n, label=f"J-1 {n}") for n in range(3)]
    content = plate_3mf([*copies, LaidCopy(part=cube, x_mm=50, y_mm=50, label="J-2 \x07")])
    model = zipfile.ZipFile(io.BytesIO(content)).read("3D/3dmodel.model").decode()
    assert (model.count("<object "), model.count("<item ")) == (2, 4)
    assert 'partnumber="J-1 2"' in model
    assert 'partnumber="J-2 ?"' in model
    laid = read(content)
    assert laid.volume_mm3 == pytest.approx(3 * part.volume_mm3 + 125, rel=1e-6)
    assert content == plate_3mf([*copies, LaidCopy(part=cube, x_mm=50, y_mm=50, label="J-2 \x07")])


def test_vectors_lie_where_the_copies_do() -> None:
    """The toolpath of the file has the hatch of each copy, inside its place."""
    cube = read(stl_bytes(box_triangles(5, 5, 1)), "mm", name="cube.stl")
    at = [(0.0, 0.0), (40.0, 10.0)]
    path = make_toolpath(read(plate_3mf([LaidCopy(part=cube, x_mm=x, y_mm=y) for x, y in at])))
    points = path.blocks.points_mm
    inside = [((points >= xy) & (points <= np.add(xy, 5))).all(axis=1) for xy in at]
    assert (inside[0] | inside[1]).all()
    assert inside[0].sum() == pytest.approx(inside[1].sum(), rel=0.1)


def test_a_platform_is_one_part_as_if_its_file_had_been_read() -> None:
    """The same faces at the same places; more copies and facets than an upload may have, too."""
    part = wedge()
    copies = [
        LaidCopy(part=part, x_mm=40.0 * n, y_mm=7.0, turn_deg=turn)
        for n, turn in enumerate((0, 90, 180, 270))
    ]
    whole, again = plate_part(copies, "plate"), read(plate_3mf(copies), "mm")
    assert whole.faces.tolist() == again.faces.tolist()
    assert whole.vertices_mm == pytest.approx(again.vertices_mm, abs=1e-6)
    assert (whole.name, whole.bodies) == ("plate", again.bodies)

    cube = read(stl_bytes(box_triangles(5, 5, 5)), "mm")
    many = [LaidCopy(part=cube, x_mm=6.0 * (n % 40), y_mm=6.0 * (n // 40)) for n in range(1100)]
    assert plate_part(many, "plate").bodies == 1100


@pytest.mark.parametrize("wrong", [{"turn_deg": 45}, {"x_mm": float("nan")}])
def test_a_place_that_is_none_is_refused(wrong: dict[str, float]) -> None:
    """A copy lies straight and somewhere."""
    with pytest.raises(ValueError, match="a copy"):
        LaidCopy(**{"part": wedge(), "x_mm": 0.0, "y_mm": 0.0, **wrong})  # type: ignore[arg-type]
