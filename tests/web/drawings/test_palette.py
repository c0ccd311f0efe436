"""One material, one colour, wherever it is drawn."""

import re
from pathlib import Path

import pytest

from web.drawings.palette import KNOWN, material_class

CSS = Path(__file__).parents[3] / "web" / "static" / "css"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("316L", "material-316l"), ("Ti6Al4V", "material-ti64"), ("Ti-6Al-4V ELI", "material-ti64")],
)
def test_a_usual_metal_keeps_its_colour_however_it_is_written(name: str, expected: str) -> None:
    """Case, spaces and hyphens do not change a material."""
    assert material_class(name) == expected


def test_an_unusual_metal_wears_the_neutral_colour() -> None:
    """A material that the palette does not know is still drawn."""
    assert material_class("Unobtainium") == "material-other"


def test_every_class_has_a_colour_in_the_style_sheets() -> None:
    """Each class is defined with a custom property that the tokens define."""
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    drawings = (CSS / "drawings.css").read_text(encoding="utf-8")

    for short in {*KNOWN.values(), "other"}:
        assert re.search(rf"--material-{short}:", tokens)
        assert f".material-{short} {{ --material: var(--material-{short}); }}" in drawings
