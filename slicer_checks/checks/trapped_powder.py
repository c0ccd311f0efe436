"""Powder in a hollow or channel whose openings are too small to let it out."""

from collections.abc import Iterator

from slicer_checks.checks.place import of_box
from slicer_checks.checks.protocol import NO_FACES, PLACES_SHOWN, breach, telling
from slicer_checks.finding import Finding
from slicer_checks.hollows import Hollow, hollows, room_of
from slicer_checks.layerstack import LayerStack
from slicer_checks.part import Part
from slicer_checks.process import Process
from slicer_checks.rules import Limit

LIMITS = ("escape-error", "escape-warning", "escape-single")
BALL_CELLS = 1.5
"""The balls are this many cubes wider than the limit, so that none is missed; then one measures."""


def trapped_powder(part: Part, layers: LayerStack, process: Process) -> Iterator[Finding]:
    """Let balls as large as each limit leave the part; measure the openings they do not pass."""
    if part.solid.open_edges:
        return
    room = room_of(part, process.limit(LIMITS[-1]).value)
    known: list[Hollow] = []
    for limit in telling(process, LIMITS):
        found, more = hollows(
            room,
            limit.value + BALL_CELLS * room.grid.pitch_mm,
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
            yield from _finding(part, layers, limit, one, (len(fresh), more))


def _counts(hollow: Hollow, limit_id: str, process: Process) -> bool:
    """Tell whether a limit speaks of a hollow; a channel that is not so deep is no error."""
    if limit_id == "escape-single":
        return hollow.chamber and hollow.ports < process.limit("escape-ports").value
    if limit_id == "escape-error":
        deep = process.limit("channel-depth-error").value * hollow.opening_mm
        return hollow.chamber or hollow.depth_mm >= deep
    return True


def _finding(
    part: Part, layers: LayerStack, limit: Limit, hollow: Hollow, counts: tuple[int, int]
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
        places=counts[0],
        more=counts[1],
        variant="many" if counts[1] else "",
        x_mm=x_mm,
        y_mm=y_mm,
        z_mm=z_mm - part.bounds_mm[0][2],
    )
