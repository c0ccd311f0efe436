"""What a toolpath does not hold of a G-code file, as counts by name."""

from typing import Final

from slicer_checks.formats.gcode_codes import (
    AXES,
    COMMANDS,
    DEPOSITION,
    DIALECT,
    DWELLS,
    FEEDS,
    HOMINGS,
    LIT,
    OFFSETS,
    POWDER,
    RISING,
    UPRIGHT,
)
from slicer_checks.formats.gcode_machine import Machine
from slicer_checks.formats.mesh import Unread

_CONTENTS: Final = {
    "dwell": DWELLS,
    "powder": POWDER,
    "offset": OFFSETS,
    "homing": HOMINGS,
    "other axes": AXES,
    "rapid moves with the laser on": LIT,
    "moves that rise": RISING,
    "moves along z": UPRIGHT,
    "speeds not per minute": FEEDS,
    "machine commands": COMMANDS,
}
_AFTER_END: Final = "lines after the end"


def unread_counts(machine: Machine, lines_after_end: int) -> tuple[Unread, ...]:
    """Return what was counted, as far as there was any.

    M302 feeds powder on a deposition machine; on a filament printer it is a command like others.
    """
    counts = {content: int(machine.counts[place]) for content, place in _CONTENTS.items()}
    if machine.mode[DIALECT] != DEPOSITION:
        counts["machine commands"] += counts.pop("powder")
    counts[_AFTER_END] = lines_after_end
    return tuple(Unread(content=content, count=count) for content, count in counts.items() if count)
