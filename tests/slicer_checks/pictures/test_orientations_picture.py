"""Pictures of ways to lay a part."""

from slicer_checks import orient
from slicer_checks.pictures.orientations_picture import orientations_picture
from tests.known_parts import table
from tests.slicer_checks.checked import part_of


def test_ways_are_drawn_side_by_side() -> None:
    """One tile for each way, as a PNG; the same part gives the same bytes, a theme others."""
    part = part_of(table(width=20.0, leg=2.0, height=12.0).triangles)
    choices = orient(part, limit=3)
    picture = orientations_picture(part, choices, tile_px=200)

    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 200 * len(choices.choices)
    assert picture == orientations_picture(part, choices, tile_px=200)
    assert picture != orientations_picture(part, choices, tile_px=200, theme="dark", lang="nl")
