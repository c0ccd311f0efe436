"""The verb: mend what an engineer would mend without asking, and say everything."""

from dataclasses import dataclass

import numpy as np

from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.formats.threemf_writer import write_3mf
from slicer_checks.mending.copies import drop_copies
from slicer_checks.mending.cracks import close_cracks
from slicer_checks.mending.deviation import Deviation, measure
from slicer_checks.mending.draft import Draft, Note, RepairLimits, without_collapsed
from slicer_checks.mending.holes import close_holes
from slicer_checks.mending.merging import merge_bodies
from slicer_checks.mending.outward import agree, outward
from slicer_checks.mending.rounding import rounded
from slicer_checks.mending.slivers import mend_narrow
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.surface import crossings_of
from slicer_checks.texts import repair_line, word

_FLAT_MM = 1e-9
_UNSOUND = frozenset({"crossing", "not-united"})
"""Faults that, left, make a closed surface unsound."""
_COUNTS = (
    "boundary_edges",
    "nonmanifold_edges",
    "misoriented_edges",
    "degenerate_faces",
    "duplicate_faces",
    "shells",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repair:
    """A mended part beside the original: what was done, what was left, how far it deviates.

    `part` is what a file of the result reads as, in mm with corners in float32: what is said of it
    was measured on it. `steps` and `left` hold codes, counts and numbers; their sentences come from
    `summary` and `to_dict`. `deviation` is None where nothing was changed.
    """

    original: Part
    part: Part
    steps: tuple[Note, ...]
    left: tuple[Note, ...]
    deviation: Deviation | None

    @property
    def changed(self) -> bool:
        """Whether there was anything to mend."""
        return bool(self.steps)

    @property
    def sound(self) -> bool:
        """Whether the result is closed, right side out, without copies, and crosses nowhere.

        Bodies that could not be united are no sound result either.
        """
        return sound(self.part) and not _UNSOUND & {note.code for note in self.left}

    def to_bytes(self, file_format: str = "stl") -> bytes:
        """Give the mended part as a file in mm: "stl" (binary) or "3mf"."""
        points = self.part.vertices_mm.astype(np.float32)
        if file_format == "3mf":
            return write_3mf(points, self.part.faces)
        return write_stl_binary(points[self.part.faces])

    def summary(self, lang: str = "en") -> str:
        """Tell a person: the verdict, each step, what was left and why, and the numbers."""
        code = verdict_code(sound=self.sound, bodies=self.part.bodies)
        lines = [word(code, lang, name=self.original.name, bodies=self.part.bodies)]
        if not self.changed:
            lines.append(word("repair-nothing", lang))
        lines += [f"  + {_line('step', note, lang)}" for note in self.steps]
        lines += [f"  - {_line('left', note, lang)}" for note in self.left]
        before, after = self.original, self.part
        counts = ("triangles", "bodies", "volume_mm3")
        numbers = {f"{name}_before": getattr(before, name) for name in counts}
        numbers |= {name: getattr(after, name) for name in counts}
        lines.append(word("repair-numbers", lang, **numbers))
        if self.deviation is not None:
            told = self.deviation
            lines.append(
                word("repair-deviation", lang, mm=told.largest_mm, patch_mm2=told.patch_mm2)
            )
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.summary()

    def to_dict(self, lang: str = "en") -> dict[str, object]:
        """Give the repair as a JSON-ready document with texts in one language."""
        return {
            "sound": self.sound,
            "changed": self.changed,
            "steps": [_document("step", note, lang) for note in self.steps],
            "left": [_document("left", note, lang) for note in self.left],
            "before": _counts(self.original),
            "after": _counts(self.part),
            "deviation": _deviation_document(self.deviation),
        }


def verdict_code(*, sound: bool, bodies: int) -> str:
    """Give the code of a repair's verdict: a sound mesh of several bodies is no single part."""
    if not sound:
        return "repair-unsound"
    return "repair-bodies" if bodies > 1 else "repair-sound"


def repair(part: Part, limits: RepairLimits | None = None) -> Repair:
    """Mend a part: close cracks and small holes, drop copies, turn faces, unite what overlaps.

    A part with nothing to mend comes back as it is. Each step is kept only as far as it leaves the
    surface no less closed than before; what is not touched is said.

    Parameters
    ----------
    limits
        What is small enough to be mended without asking.

    Raises
    ------
    UnreadableFile
        What is left after the repair has no volume or no size.
    """
    bounds = RepairLimits() if limits is None else limits
    start = Draft(
        points=part.vertices_mm,
        faces=part.faces,
        patch=np.zeros(len(part.faces), dtype=np.bool_),
    )
    mended = _mended(start, bounds)
    if not mended.steps and part.unit == "mm" and _is_float32(part):
        return _told(part, part, mended, None)
    final = rounded(mended)
    corners = final.points[final.faces].astype(np.float32)
    result = read(write_stl_binary(corners), "mm", name=part.name)
    deviation = measure(part.vertices_mm, part.faces, final) if mended.steps else None
    return _told(part, result, mended, deviation)


def sound(part: Part) -> bool:
    """Tell whether a part is closed, right side out, and has no face twice."""
    topology, solid = part.topology, part.solid
    return bool(
        topology.watertight
        and topology.duplicate_faces == 0
        and solid.inverted_bodies == 0
        and part.volume_mm3 > 0
    )


def _mended(draft: Draft, limits: RepairLimits) -> Draft:
    """Take every step in turn."""
    draft = close_cracks(without_collapsed(draft), limits)
    draft = mend_narrow(drop_copies(draft), _FLAT_MM, "degenerate")
    draft = close_holes(agree(draft), limits)
    draft = mend_narrow(draft, _FLAT_MM, "degenerate")
    draft = mend_narrow(draft, limits.sliver_mm, "slivers")
    return merge_bodies(outward(draft))


def _told(original: Part, part: Part, mended: Draft, deviation: Deviation | None) -> Repair:
    """Say what is left that no step touches."""
    topology = part.topology
    mended = mended.leaves("shared-edges", topology.nonmanifold_edges)
    mended = mended.leaves("misoriented", topology.misoriented_edges)
    mended = mended.leaves("degenerate", topology.degenerate_faces)
    crossing = crossings_of(part).crossing
    mended = mended.leaves("crossing", len(np.unique(crossing)))
    return Repair(
        original=original, part=part, steps=mended.steps, left=mended.left, deviation=deviation
    )


def _is_float32(part: Part) -> bool:
    return bool((part.vertices_mm == part.vertices_mm.astype(np.float32)).all())


def _line(kind: str, note: Note, lang: str) -> str:
    return repair_line(f"{kind}-{note.code}", note.count, note.params, lang)


def _document(kind: str, note: Note, lang: str) -> dict[str, object]:
    return {
        "code": note.code,
        "count": note.count,
        "params": dict(note.params),
        "text": _line(kind, note, lang),
    }


def _counts(part: Part) -> dict[str, object]:
    counts: dict[str, object] = {name: getattr(part.topology, name) for name in _COUNTS}
    return {
        "triangles": part.triangles,
        **counts,
        "bodies": part.bodies,
        "watertight": part.watertight,
        "volume_mm3": part.volume_mm3,
        "area_mm2": part.area_mm2,
    }


def _deviation_document(deviation: Deviation | None) -> dict[str, object] | None:
    if deviation is None:
        return None
    return {
        "largest_mm": deviation.largest_mm,
        "old_to_new_mm": deviation.old_to_new_mm,
        "new_to_old_mm": deviation.new_to_old_mm,
        "patch_mm2": deviation.patch_mm2,
        "samples": deviation.samples,
    }
