"""The offer of a repair: the surface before and after in counts, and what the offer is worth."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from printlab.part_offers import MENDABLE
from web.localise import number, significant

__all__ = ["RepairOffer", "repair_offer", "why_no_offer"]

Rows = list[tuple[str, str, str, bool]]

_COUNTS: dict[str, object] = {
    "triangles": _l("Triangles"),
    "boundary_edges": _l("Open edges"),
    "nonmanifold_edges": _l("Edges of more than two faces"),
    "misoriented_edges": _l("Edges whose faces disagree"),
    "degenerate_faces": _l("Triangles without area"),
    "duplicate_faces": _l("Triangles that are there twice"),
    "bodies": _l("Bodies"),
}
_FAULTS = ("boundary_edges", "nonmanifold_edges", "misoriented_edges", "duplicate_faces")
"""Counts that are errors while they are not zero."""
_SAME = 1e-6
"""Volumes nearer than this, of each other, are the same volume rounded by float32."""

_NO_OFFER: dict[str, object] = {
    "self-intersection": _l(
        "No mended file is offered: where the surface crosses itself, only who drew it can say "
        "what is metal."
    ),
    "not-watertight": _l(
        "No mended file is offered: the openings are too large to close without guessing the shape."
    ),
    "nonmanifold-edges": _l(
        "No mended file is offered: where more than two faces meet in an edge, only who drew it "
        "can say which of them belong together."
    ),
}
_SHAPE = _l(
    "No mended file is offered: the errors are in the shape itself, and only the drawing can "
    "change that."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairOffer:
    """What the mended file changes, in rows; whether it is worth taking; what it leaves."""

    rows: Rows
    sound: bool
    clears: bool
    verdict: str


def repair_offer(report: Mapping[str, Any]) -> RepairOffer | None:
    """Return what the report offers to mend; None where it offers nothing."""
    repair = report["repair"]
    if not isinstance(repair, Mapping):
        return None
    before, after = repair["before"], repair["after"]
    clears = repair["sound"] or any(before[name] and not after[name] for name in _FAULTS)
    return RepairOffer(
        rows=_rows(before, after),
        sound=repair["sound"],
        clears=clears,
        verdict=_verdict(report["findings"], sound=repair["sound"], clears=clears),
    )


def _rows(before: Mapping[str, Any], after: Mapping[str, Any]) -> Rows:
    rows = [
        (str(word), number(before[name]), number(after[name]), before[name] != after[name])
        for name, word in _COUNTS.items()
        if before[name] or after[name]
    ]
    volumes = before["volume_mm3"], after["volume_mm3"]
    changed = not math.isclose(*volumes, rel_tol=_SAME, abs_tol=_SAME)
    volume, now = (significant(v / 1000) for v in (volumes if changed else (volumes[0],) * 2))
    return [*rows, (str(_l("Volume (cm³)")), volume, now, changed)]


def _verdict(findings: Sequence[Mapping[str, Any]], *, sound: bool, clears: bool) -> str:
    """Say what the mended file is, and how much of what was found it leaves."""
    if not sound:
        if clears:
            return str(_("Faults are left that only you can mend."))
        return str(_("Most of the faults remain: mend the drawing rather than take this file."))
    left = sum(f["code"] not in MENDABLE and f["severity"] != "info" for f in findings)
    if not left:
        return str(_("The mended surface is closed and sound."))
    return str(
        ngettext(
            "The mended surface is closed and sound; %(num)s finding about the shape remains.",
            "The mended surface is closed and sound; %(num)s findings about the shape remain.",
            left,
        )
    )


def why_no_offer(report: Mapping[str, Any]) -> str:
    """Say in one sentence why a part with errors comes without a mended file; else nothing."""
    errors = {found["code"] for found in report["findings"] if found["severity"] == "error"}
    if not errors or report["repair"] or report["repair_refused"]:
        return ""
    return str(next((told for code, told in _NO_OFFER.items() if code in errors), _SHAPE))
