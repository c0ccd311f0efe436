"""Pictures of layers: what is drawn, in which colour, and what is ringed."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.errors import NotAskable
from slicer_checks.finding import Finding, Where
from slicer_checks.pictures.path_layer import KINDS, drawn_layer
from slicer_checks.pictures.path_picture import Look, path_picture
from slicer_checks.pictures.theme import THEMES
from slicer_checks.toolpath import Role, Shape
from tests.known_paths import hatches, small_path
from tests.slicer_checks.pathchecked import changed


def pixels(png: bytes) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Return the colours of a picture."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def near(png: bytes, colour: tuple[float, float, float]) -> int:
    """Count the pixels of a colour."""
    away = np.abs(pixels(png).astype(int) - np.round(255 * np.array(colour)).astype(int))
    return int((away.max(axis=2) < 12).sum())


def test_each_kind_of_vector_is_told() -> None:
    """Contours, hatches and supports are counted apart, with the jumps between them."""
    drawn = drawn_layer(small_path(2), 1)
    counts = {kind: int((drawn.kinds == number).sum()) for number, kind in enumerate(KINDS)}
    assert counts == {**dict.fromkeys(KINDS, 0), "contour": 4, "hatch": 12, "support": 1}
    assert len(drawn.jumps) == 13


def test_jumps_that_a_file_spells_out_are_the_ones_shown() -> None:
    """With blocks of jumps no others are drawn; without, each laser has its own."""
    draft = BlockDraft()
    draft.layer(0.03)
    draft.block(hatches(2), Tag(shape=Shape.HATCHES))
    draft.block(np.array([(0.0, 0.0), (5.0, 5.0)]), Tag(shape=Shape.JUMP))
    path = replace(small_path(1), blocks=draft.blocks())
    assert drawn_layer(path, 0).jumps.tolist() == [[[0.0, 0.0], [5.0, 5.0]]]
    lasers = np.arange(6, dtype=np.int32) % 3
    assert len(drawn_layer(changed(small_path(2), block_laser=lasers), 0).jumps) == 11


def test_a_picture_is_the_same_each_time_and_in_its_theme() -> None:
    """The same layer gives the same bytes; the dark one is dark; other words, other pictures."""
    path = small_path(2)
    assert path_picture(path, 0) == path_picture(path, 0)
    dark = pixels(path_picture(path, 0, look=Look(theme="dark")))
    assert tuple(dark[2, 2]) == tuple(np.round(255 * np.array(THEMES["dark"].ground)))
    assert path_picture(path, 0, look=Look(lang="nl")) != path_picture(path, 0)
    svg = path_picture(path, 0, svg=True)
    assert svg == path_picture(path, 0, svg=True)
    assert b"<svg" in svg[:700]


def test_findings_of_the_layer_are_ringed() -> None:
    """A place in this layer has a hot ring; in another layer it has none."""
    points = small_path(4).blocks.points_mm.copy()
    points[4] += (2.0, 1.0)
    path = changed(small_path(4), points_mm=points)
    found = check_toolpath(path).findings
    findings = tuple(one for one in found if one.code == "path-open-contour")
    hot = THEMES["light"].hot
    assert near(path_picture(path, 0, findings), hot) > 50
    assert near(path_picture(path, 1, findings), hot) == 0


def test_a_wide_place_is_framed_within_the_picture() -> None:
    """A finding as wide as the layer has a box all round it, and the key names the mark."""
    z_mm = float(small_path(2).blocks.layer_z_mm[0])
    whole = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0))
    where = Where(layers=(0, 0), z_mm=(z_mm, z_mm), polygons=(whole,))
    finding = Finding(code="path-uncovered", severity="warning", where=where)
    drawn = pixels(path_picture(small_path(2), 0, (finding,))).astype(int)
    hot = np.abs(drawn - np.round(255 * np.array(THEMES["light"].hot))).max(axis=2) < 12
    below = hot[120:]  # the key stands above
    rows, columns = np.flatnonzero(below.sum(axis=1) > 300), np.flatnonzero(below.sum(axis=0) > 200)
    assert rows[-1] - rows[0] > 200
    assert columns[-1] - columns[0] > 500
    assert hot[:120].any()


def test_the_order_of_exposure_runs_from_calm_to_hot() -> None:
    """Coloured by order, the last vectors are hot, and the key says so."""
    path = small_path(2)
    assert near(path_picture(path, 0, look=Look(colouring="order")), THEMES["light"].hot) > 20


def test_an_empty_layer_is_drawn_and_one_that_is_not_there_refused() -> None:
    """Nothing in a layer is an empty picture; a number beyond the last is one sentence."""
    draft = BlockDraft()
    draft.layer(0.03)
    empty = replace(small_path(1), blocks=draft.blocks())
    picture = path_picture(empty, 0)
    assert picture != path_picture(empty, 0, look=Look(lang="nl"))
    ink = (pixels(picture).astype(int).sum(axis=2) < 380).sum(axis=1)
    middle = len(ink) // 2
    assert ink[middle - 60 : middle + 60].sum() > 200  # it says so in the middle
    with pytest.raises(NotAskable, match="no layer 1"):
        path_picture(empty, 1)


def test_skins_are_drawn_as_skins() -> None:
    """A block's role decides before its shape does."""
    roles = np.array([Role.UP_SKIN, Role.DOWN_SKIN, Role.SUPPORT], dtype=np.uint8)
    drawn = drawn_layer(changed(small_path(1), block_role=roles), 0)
    assert [KINDS[kind] for kind in np.unique(drawn.kinds)] == ["up_skin", "down_skin", "support"]
