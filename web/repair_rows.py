"""The table of a repair: each count of the surface before and after."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from web.localise import number, significant

__all__ = ["repair_rows"]

_COUNTS: dict[str, object] = {
    "triangles": _l("Triangles"),
    "boundary_edges": _l("Open edges"),
    "nonmanifold_edges": _l("Edges of more than two faces"),
    "misoriented_edges": _l("Edges whose faces disagree"),
    "degenerate_faces": _l("Triangles without area"),
    "duplicate_faces": _l("Triangles that are there twice"),
    "bodies": _l("Bodies"),
}


def repair_rows(repair: object) -> list[tuple[str, str, str, bool]]:
    """Return each count with its name, before and after, and whether it changed."""
    if not isinstance(repair, Mapping):
        return []
    before, after = repair["before"], repair["after"]
    rows = [
        (str(word), number(before[name]), number(after[name]), before[name] != after[name])
        for name, word in _COUNTS.items()
        if before[name] or after[name]
    ]
    volume, now = (significant(state["volume_mm3"] / 1000) for state in (before, after))
    return [*rows, (str(_l("Volume (cm³)")), volume, now, volume != now)]
