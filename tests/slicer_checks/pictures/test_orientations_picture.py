"""Pictures of ways to lay a part."""

from dataclasses import replace

from slicer_checks import orient
from slicer_checks.pictures.orientations_picture import orientations_picture
from tests.known_parts import table
from tests.slicer_checks.checked import part_of


def test_ways_are_drawn_side_by_side() -> None:
    """Each way has a tile, four in a row; the same part gives the same bytes, a theme others."""
    part = part_of(table(width=20.0, leg=2.0, height=12.0).triangles)
    choices = orient(part, limit=6)
    picture = orientations_picture(part, choices, tile_px=200)

    assert picture.startswith(b"\x89PNG")
    few = orientations_picture(part, replace(choices, choices=choices.choices[:2]), tile_px=200)
    width_px, tall_px = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert len(choices.choices) > 4
    assert width_px == 200 * 4
    assert tall_px > 1.5 * int.from_bytes(few[20:24], "big")
    assert picture == orientations_picture(part, choices, tile_px=200)
    assert picture != orientations_picture(part, choices, tile_px=200, theme="dark", lang="nl")
