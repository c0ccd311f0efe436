"""One palette of materials on the site and in the scheduler's pictures, which share no code."""

import re
from pathlib import Path

import web
from scheduler.pictures.theme import KNOWN as PICTURED
from scheduler.pictures.theme import THEMES
from web.drawings.palette import KNOWN

TOKENS = Path(web.__file__).parent / "static" / "css" / "tokens.css"


def test_a_metal_has_the_same_colour_everywhere() -> None:
    """Names, and the colours of both themes, are those of the site's style sheet."""
    assert dict(PICTURED) == KNOWN
    told = re.findall(
        r"--material-(\w+): light-dark\((#\w+), (#\w+)\)", TOKENS.read_text(encoding="utf-8")
    )
    drawn = [
        (name, _hex(THEMES["light"].materials[name]), _hex(THEMES["dark"].materials[name]))
        for name in THEMES["light"].materials
    ]
    assert sorted(told) == sorted(drawn)


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * share):02x}" for share in rgb)
