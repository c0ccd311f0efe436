"""The palette of materials: one colour class per material, the same on every page and drawing.

The colours themselves are the custom properties ``--material-1`` to ``--material-8`` of the site's
style sheet; this module decides which material wears which.
"""

import hashlib

COLOURS = 8
"""How many material colours the style sheet defines."""

KNOWN = {
    "316l": 1,
    "ti6al4v": 2,
    "alsi10mg": 3,
    "in718": 4,
    "inconel718": 4,
    "17-4ph": 5,
    "maragingsteel": 6,
    "cucrzr": 7,
    "cocrmo": 8,
    "cocr": 8,
}
"""The usual L-PBF metals keep their colour however a lab orders its list."""


def material_class(name: str) -> str:
    """Give the class of a material's colour: fixed for the usual metals, else by its name."""
    key = "".join(name.lower().split())
    known = KNOWN.get(key)
    if known is None:
        known = hashlib.sha256(key.encode()).digest()[0] % COLOURS + 1
    return f"material-{known}"
