"""Pieces of a part that its toolpath leaves out, such as walls thinner than the melt track."""

from collections.abc import Iterator

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding, Where
from slicer_checks.pathchecks.coverage import ring_of
from slicer_checks.pathchecks.missingpieces import Lacking, missing_pieces
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.slices import matched_to_part


def missing_piece(subject: Subject) -> Iterator[Finding]:
    """Tell the layer that lacks most, where its largest piece is, and how many layers lack some."""
    process = subject.process
    least, grave, reach = (
        process.limit(name)
        for name in ("path-missing-piece", "path-missing-piece-error", "path-beam-most")
    )
    matched = matched_to_part(subject, reach.value, process.limit("path-area-least").value)
    if matched is None:
        return
    lacking = missing_pieces(subject, matched, reach.value, least.value)
    if lacking is None:
        return
    percent = 100 * lacking.area_mm2 / lacking.slice_mm2
    is_grave = grave.severity is not None and percent > grave.value
    x_mm, y_mm = ((lacking.box_mm[axis] + lacking.box_mm[axis + 2]) / 2 for axis in (0, 1))
    yield from breach(
        "path-missing-piece",
        grave if is_grave else least,
        percent if is_grave else lacking.area_mm2,
        _where(subject, lacking),
        count=len(lacking.layers),
        layer=lacking.worst,
        area_mm2=lacking.area_mm2,
        percent=percent,
        x_mm=x_mm,
        y_mm=y_mm,
    )


def _where(subject: Subject, lacking: Lacking) -> Where:
    z_mm = float(subject.toolpath.blocks.layer_z_mm[lacking.worst])
    left, front, right, back = lacking.box_mm
    return Where(
        layers=(lacking.worst, lacking.worst),
        z_mm=(z_mm, z_mm),
        bounds_mm=((left, front, z_mm), (right, back, z_mm)),
        polygons=(ring_of(lacking.box_mm),),
    )
