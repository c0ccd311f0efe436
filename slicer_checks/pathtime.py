"""The time of a toolpath, from its vectors: as exact as the file says how the laser moves.

For each block, by its exposure: marking at its speed (a point for its time of exposure), jumps at
the jump speed, the delays of the scanner and waits before and after the block, which formats give
in microseconds, pauses, and on request the time that mirrors need to turn. Lasers work in parallel:
a layer takes as long as its slowest. Then the recoater runs.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from slicer_checks.exposure import Exposure
from slicer_checks.frozen import read_only
from slicer_checks.machine import Machine
from slicer_checks.pathmeasures import measures_of
from slicer_checks.process import ParameterSet, Process
from slicer_checks.toolpath import Floats, Shape, Toolpath

US: Final = 1e-6
"""A microsecond in seconds."""

JUMP_SPEED_MM_S: Final = 5000.0
"""Where neither file nor parameter set says how fast a jump is: common among mirror scanners."""

LONGEST_S: Final = 1e9
"""Thirty years: no block takes longer, whatever its file says."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerTimes:
    """Seconds of each layer (L): marking, jumping, delays and turning of its slowest laser.

    ``recoat_s`` is the recoater's. ``unknown`` tells how many blocks have no speed: their vectors
    count for nothing. ``changing`` tells how many change their speed along vectors, which count at
    the highest: the time is at least this.
    """

    mark_s: Floats
    jump_s: Floats
    delay_s: Floats
    turn_s: Floats
    recoat_s: Floats
    unknown: int = 0
    changing: int = 0

    @property
    def layer_s(self) -> Floats:
        """The time of each layer, recoating included."""
        return np.asarray(self.exposed_s + self.recoat_s)

    @property
    def exposed_s(self) -> Floats:
        """The time of each layer while lasers work."""
        return np.asarray(self.mark_s + self.jump_s + self.delay_s + self.turn_s)

    @property
    def total_s(self) -> float:
        """The time of all layers."""
        return float(self.layer_s.sum())


class BlockTimes(NamedTuple):
    """Seconds of each block (B), how many are ``unknown`` and ``changing``; see `LayerTimes`."""

    mark_s: Floats
    jump_s: Floats
    delay_s: Floats
    turn_s: Floats
    unknown: int = 0
    changing: int = 0


def block_times(
    toolpath: Toolpath,
    parameters: ParameterSet | None = None,
    *,
    acceleration_mm_s2: float = 0.0,
) -> BlockTimes:
    """Return how long each block takes; see `toolpath_time` for what is asked."""
    said, measures, blocks = said_of(toolpath, parameters), measures_of(toolpath), toolpath.blocks
    vectors, speed = toolpath.block_vectors, said.speed_mm_s
    lines, dots = blocks.block_shape <= Shape.HATCHES, blocks.block_shape == Shape.POINTS
    timed = lines & (speed > 0)
    chained = blocks.block_shape == Shape.POLYLINE
    runs = np.where(timed | dots, np.where(chained, np.minimum(vectors, 1), vectors), 0)
    corners = np.where(timed & chained, np.maximum(vectors - 1, 0), 0)
    with np.errstate(over="ignore", invalid="ignore"):
        mark_s = np.divide(measures.scan_mm, speed, out=np.zeros(len(speed)), where=timed)
        mark_s += np.where(dots, vectors * said.point_us * US, 0.0)
        jump_s = (measures.jump_mm + measures.entry_mm) / said.jump_mm_s
        delay_s = US * (runs * (said.mark_us + said.jump_us) + corners * said.corner_us)
        delay_s += np.where(vectors > 0, US * (said.before_us + said.after_us), 0.0)
        delay_s += US * blocks.block_pause_us
        turn_s = np.zeros(len(speed))
        if acceleration_mm_s2 > 0:
            turn_s = np.where(timed, 2 * runs * speed / acceleration_mm_s2, 0.0)
    return BlockTimes(
        mark_s=_bounded(mark_s),
        jump_s=_bounded(jump_s),
        delay_s=_bounded(delay_s),
        turn_s=_bounded(turn_s),
        unknown=int(np.count_nonzero(lines & ~timed & (vectors > 0))),
        changing=int(np.count_nonzero(lines & said.changing & (vectors > 0))),
    )


def _bounded(seconds: Floats) -> Floats:
    """Return times that can be summed: a file may name any speed and any delay."""
    return np.clip(np.nan_to_num(seconds), -LONGEST_S, LONGEST_S)


def toolpath_time(
    toolpath: Toolpath,
    parameters: ParameterSet | None = None,
    machine: Machine | None = None,
    *,
    acceleration_mm_s2: float = 0.0,
) -> LayerTimes:
    """Return how long each layer takes.

    Parameters
    ----------
    parameters
        What holds where the file does not say: speeds of hatches and of polylines, the speed of
        jumps, and the delay of a vector.
    machine
        Its recoater's time; without one, recoating is left out.
    acceleration_mm_s2
        With sky-writing the mirrors run up to speed before each vector and down behind it: twice
        the speed divided by this, which is added for each hatch and each polyline; 0 leaves it out.
    """
    times = block_times(toolpath, parameters, acceleration_mm_s2=acceleration_mm_s2)
    columns = (times.mark_s, times.jump_s, times.delay_s, times.turn_s)
    mark_s, jump_s, delay_s, turn_s = _slowest(toolpath, columns)
    return LayerTimes(
        mark_s=mark_s,
        jump_s=jump_s,
        delay_s=delay_s,
        turn_s=turn_s,
        recoat_s=read_only(np.full(len(toolpath), machine.recoat_s if machine else 0.0)),
        unknown=times.unknown,
        changing=times.changing,
    )


def times_on(toolpath: Toolpath, process: Process) -> LayerTimes:
    """Return the times on a process's first machine, worked out once; G-code has no recoater."""
    parameters, machine = process.parameters, process.machines[0]
    return toolpath.kept.once(
        f"times on {machine!r} with {parameters!r}",
        lambda: toolpath_time(
            toolpath,
            parameters,
            machine if toolpath.in_powder else None,
            acceleration_mm_s2=machine.skywriting_mm_s2,
        ),
    )


class Said(NamedTuple):
    """What holds for each block (B): speeds, delays, and waits before and after it.

    A speed that changes along vectors is the highest, and `changing` tells so.
    """

    speed_mm_s: Floats
    jump_mm_s: Floats
    mark_us: Floats
    jump_us: Floats
    corner_us: Floats
    point_us: Floats
    before_us: Floats
    after_us: Floats
    changing: npt.NDArray[np.bool_]


def said_of(toolpath: Toolpath, parameters: ParameterSet | None) -> Said:
    """Return what the exposures say, and else the parameter set, and else nothing."""
    blocks = toolpath.blocks
    exposures = (*toolpath.exposures, Exposure())  # the last is of blocks that name none

    def column(name: str, otherwise: Floats | float) -> Floats:
        values = np.array([getattr(one, name) for one in exposures])[blocks.block_exposure]
        return np.where(np.isnan(values), otherwise, values)

    speed, jump, delay = (np.zeros(len(blocks.block_shape)), JUMP_SPEED_MM_S, 0.0)
    if parameters is not None:
        chained = blocks.block_shape == Shape.POLYLINE
        speed = np.where(chained, parameters.contour_speed_mm_s, parameters.hatch_speed_mm_s)
        jump, delay = parameters.jump_speed_mm_s, parameters.delay_per_vector_us
    jump_mm_s = column("jump_speed_mm_s", jump)
    pointwise = np.array([one.point_speed_mm_s for one in exposures])[blocks.block_exposure]
    said = column("speed_mm_s", np.where(np.isnan(pointwise), speed, pointwise))
    said = column("most_speed_mm_s", said)
    return Said(
        speed_mm_s=np.where(~(said > 0) & (pointwise > 0), pointwise, said),
        jump_mm_s=np.where(jump_mm_s > 0, jump_mm_s, jump),
        mark_us=column("mark_delay_us", delay),
        jump_us=column("jump_delay_us", 0.0),
        corner_us=column("polygon_delay_us", 0.0),
        point_us=column("point_time_us", 0.0),
        before_us=column("wait_before_us", 0.0),
        after_us=column("wait_after_us", 0.0),
        changing=np.array([one.changes_speed for one in exposures])[blocks.block_exposure],
    )


def _slowest(toolpath: Toolpath, columns: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """Return each column by layer, of the laser that takes longest there.

    Only the lasers that a layer has are summed: a file may number its lasers as it likes.
    """
    blocks = toolpath.blocks
    layer = np.repeat(np.arange(len(toolpath)), np.diff(blocks.layer_offsets))
    heads = int(toolpath.block_head.max(initial=0)) + 1
    pairs, place = np.unique(layer * heads + toolpath.block_head, return_inverse=True)
    sums = [np.bincount(place, weights=column, minlength=len(pairs)) for column in columns]
    of_layer = pairs // heads
    order = np.lexsort((np.sum(sums, axis=0), of_layer))
    last = np.flatnonzero(np.diff(of_layer[order], append=len(toolpath)))
    slowest = order[last]
    found = []
    for one in sums:
        column = np.zeros(len(toolpath))
        column[of_layer[slowest]] = one[slowest]
        found.append(read_only(column))
    return tuple(found)
