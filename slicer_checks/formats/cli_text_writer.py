"""Writing the geometry of ASCII CLI, and of CLI+ with its states of the laser."""

from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import Final

from slicer_checks.exposure import Exposure
from slicer_checks.formats.cli import STATES
from slicer_checks.formats.cli_binary import RawBlocks
from slicer_checks.toolpath import NOBODY, Ids, Shape, Toolpath

_COMMANDS: Final = ("POWER", "SPEED", "FOCUS", "SPOTSIZE")


@dataclass(slots=True)
class _Pen:
    """Writes geometry as text; a state of the laser is said where it changes."""

    exposures: tuple[Exposure, ...]
    lines: list[str]
    said: tuple[float, ...] = (nan,) * len(STATES)
    inherited: int = 0

    def expose(self, number: int) -> None:
        """Say what changes for the exposure of the next block.

        What it leaves unsaid, and was said before, cannot be unsaid: such blocks are counted.
        """
        exposure = Exposure() if number == NOBODY else self.exposures[number]
        wanted = tuple(finite(getattr(exposure, name)) for name in STATES)
        both = tuple(zip(wanted, self.said, strict=True))
        self.inherited += any(isnan(now) and not isnan(then) for now, then in both)
        for command, (now, then) in zip(_COMMANDS, both, strict=True):
            if not isnan(now) and now != then:
                self.lines.append(f"$${command}/{_shown(now)}")
        self.said = tuple(then if isnan(now) else now for now, then in both)


def finite(number: float) -> float:
    """Return a number that can be written, NaN for one that is beyond all."""
    return number if isfinite(number) else nan


def _shown(number: float) -> str:
    return repr(int(number)) if number == int(number) else repr(number)


def write_text(toolpath: Toolpath, raw: RawBlocks, exposure: Ids) -> tuple[bytes, int]:
    """Return the geometry, and how many blocks are exposed with what they do not say."""
    pen = _Pen(exposures=toolpath.exposures, lines=["", "$$GEOMETRYSTART"])
    ends, numbers = raw.block_offsets.tolist(), raw.points.reshape(-1).tolist()
    shapes, directions, parts = (a.tolist() for a in (raw.shape, raw.direction, raw.part))
    exposed, layers = exposure.tolist(), raw.layer_offsets.tolist()
    for layer, z in enumerate(raw.layer_z.tolist()):
        pen.lines.append(f"$$LAYER/{_shown(z)}")
        for block in range(layers[layer], layers[layer + 1]):
            pen.expose(exposed[block])
            first, end = ends[block : block + 2]
            if shapes[block] == Shape.HATCHES:
                head = f"$$HATCHES/{parts[block]},{(end - first) // 2}"
            else:
                head = f"$$POLYLINE/{parts[block]},{directions[block]},{end - first}"
            pen.lines.append(",".join([head, *map(_shown, numbers[2 * first : 2 * end])]))
    pen.lines.append("$$GEOMETRYEND\n")
    return "\n".join(pen.lines).encode(), pen.inherited
