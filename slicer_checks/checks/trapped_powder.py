"""Powder in a hollow or channel whose openings are too small to let it out."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_box, of_part
from slicer_checks.checks.protocol import NO_FACES, PLACES_SHOWN, breach, telling, unjudged
from slicer_checks.finding import Finding
from slicer_checks.hollows import Hollow, hollows, room_of
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.rules import Limit

LIMITS = ("escape-error", "escape-warning", "escape-single")
BALL_CELLS = 1.5
"""The balls are this many cubes wider than the limit, so that none is missed; then one measures."""
COARSE_MM = 1.0
"""In cubes larger than this, nothing found does not mean that there is nothing: that is said."""


def trapped_powder(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Let balls as large as each limit leave the part; measure the openings they do not pass."""
    if part.solid.open_edges:
        return
    room = room_of(part, process.limit(LIMITS[-1]).value)
    known: list[Hollow] = []
    limits, pitch_mm = telling(process, LIMITS), room.grid.pitch_mm
    for limit in limits:
        found, more = hollows(
            room,
            limit.value + BALL_CELLS * pitch_mm,
            process.limit("trapped-volume-min").value,
            process.limit("channel-depth").value,
        )
        fresh = [
            one
            for one in found
            if one.opening_mm < limit.value
            and _counts(one, limit.id, process)
            and not any(one.touches(other) for other in known)
        ]
        known += fresh
        fresh.sort(key=lambda one: one.volume_mm3, reverse=True)
        for one in fresh[:PLACES_SHOWN]:
            counts = {"places": len(fresh), "more": more}
            yield from _finding(part, layers, limit, one, pitch_mm=pitch_mm, **counts)
    if limits and not known and pitch_mm > COARSE_MM:
        widths = {"pitch_mm": pitch_mm, "least_mm": limits[0].value + BALL_CELLS * pitch_mm}
        yield from unjudged("trapped-powder", limits[0], of_part(part, layers), **widths)


def _counts(hollow: Hollow, limit_id: str, process: Process) -> bool:
    """Tell whether a limit speaks of a hollow; a channel that is not so deep is no error."""
    if limit_id == "escape-single":
        return hollow.chamber and hollow.ports < process.limit("escape-ports").value
    if limit_id == "escape-error":
        deep = process.limit("channel-depth-error").value * hollow.opening_mm
        return hollow.chamber or hollow.depth_mm >= deep
    return True


def _finding(
    part: Part, layers: LayerStack, limit: Limit, hollow: Hollow, **counts: float
) -> Iterator[Finding]:
    x_mm, y_mm, z_mm = hollow.opening_at_mm
    yield from breach(
        "trapped-powder",
        limit,
        hollow.opening_mm,
        of_box(part, layers, hollow.bounds_mm, NO_FACES),
        volume_mm3=hollow.volume_mm3,
        ports=hollow.ports,
        depth_mm=hollow.depth_mm,
        **counts,
        variant="many" if counts["more"] else "",
        x_mm=x_mm,
        y_mm=y_mm,
        z_mm=z_mm - part.bounds_mm[0][2],
    )
