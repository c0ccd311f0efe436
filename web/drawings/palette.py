"""The palette of materials: one colour class per material, the same on every page and drawing.

The colours themselves are the custom properties ``--material-…`` of the site's style sheet; this
module decides which material wears which.
"""

KNOWN = {
    "316l": "316l",
    "1.4404": "316l",
    "ti6al4v": "ti64",
    "ti64": "ti64",
    "ti6al4veli": "ti64",
    "alsi10mg": "alsi10mg",
    "in718": "in718",
    "inconel718": "in718",
    "ms1": "ms1",
    "maraging": "ms1",
    "1.2709": "ms1",
    "maragingsteel": "ms1",
}
"""The usual L-PBF metals, by the names that labs write on their powder."""


def material_class(name: str) -> str:
    """Give the class of a material's colour; an unusual metal wears the neutral one."""
    key = "".join(letter for letter in name.lower() if letter.isalnum() or letter == ".")
    return f"material-{KNOWN.get(key, 'other')}"
