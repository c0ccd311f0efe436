"""When each laser of a toolpath works, and where: one after the other within each layer."""

from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathtime import block_times
from slicer_checks.toolpath import NOBODY, Floats, Longs

LASERS_MOST: Final = 32
"""Machines have up to a dozen lasers; a file with more numbers of them is not judged in pairs."""

Table = npt.NDArray[np.float64]


class Working(NamedTuple):
    """The lasers that blocks name (L, ascending), and of each block (B) which of them and how long.

    ``laser`` is a place in ``numbers``, or `NOBODY`.
    """

    numbers: Longs
    laser: Longs
    seconds: Floats

    @property
    def laser_s(self) -> Floats:
        """How long each laser (L) works in all layers together."""
        named = self.laser > NOBODY
        sums = np.bincount(
            self.laser[named], weights=self.seconds[named], minlength=len(self.numbers)
        )
        return sums.astype(np.float64)


def working(subject: Subject) -> Working:
    """Return the lasers at work, found out when first asked for."""
    return subject.kept.once("lasers at work", lambda: _working(subject))


def laser_name(subject: Subject, number: int) -> str:
    """Return how a finding calls a laser: its name, and its number where the file gives none."""
    lasers = subject.toolpath.lasers
    name = lasers[number].name if 0 <= number < len(lasers) else ""
    return name[:40] if name.isprintable() and name else str(number)


def _working(subject: Subject) -> Working:
    blocks = subject.toolpath.blocks
    process = subject.process
    mirrors = process.machines[0].skywriting_mm_s2
    times = block_times(subject.toolpath, process.parameters, acceleration_mm_s2=mirrors)
    seconds = np.maximum(times.mark_s + times.jump_s + times.delay_s + times.turn_s, 0.0)
    named = blocks.block_laser > NOBODY
    numbers, place = np.unique(blocks.block_laser[named], return_inverse=True)
    laser = np.full(len(named), NOBODY, dtype=np.int64)
    laser[named] = place
    return Working(numbers.astype(np.int64), laser, seconds)


class Pairs(NamedTuple):
    """For each pair of lasers (L, L), above the diagonal: at the same time, and how far apart."""

    together_s: Table
    apart_mm: Table


def pairs(subject: Subject) -> Pairs | None:
    """Return how far apart lasers work on average of the time in which both do.

    Each works through its blocks of a layer one after the other; it is taken to be in the middle
    of the block's box all the while. Nothing with a single laser, or more than `LASERS_MOST`.
    """
    at_work = working(subject)
    lasers = len(at_work.numbers)
    if not 1 < lasers <= LASERS_MOST:
        return None
    measures = subject.measures
    middle = np.stack(
        (
            (measures.low_x_mm + measures.high_x_mm) / 2,
            (measures.low_y_mm + measures.high_y_mm) / 2,
        ),
        axis=1,
    )
    table = np.zeros((2, lasers, lasers))
    _pair_up(subject.toolpath.blocks.layer_offsets, at_work.laser, at_work.seconds, middle, table)
    together_s, path = table
    apart_mm = np.divide(
        path, together_s, out=np.full((lasers, lasers), np.nan), where=together_s > 0
    )
    return Pairs(together_s, apart_mm)


@numba.njit(cache=True, nogil=True)
def _pair_up(layers: Longs, laser: Longs, seconds: Floats, middle: Floats, table: Table) -> None:
    lasers = table.shape[1]
    present = np.zeros(lasers, dtype=np.bool_)
    for layer in range(len(layers) - 1):
        first, end = layers[layer], layers[layer + 1]
        present[:] = False
        for block in range(first, end):
            if laser[block] >= 0:
                present[laser[block]] = True
        for one in range(lasers):
            for other in range(one + 1, lasers):
                if present[one] and present[other]:
                    _walk((first, end), (one, other), laser, (seconds, middle), table)


@numba.njit(cache=True, nogil=True)
def _next(block: int, end: int, which: int, laser: Longs) -> int:
    while block < end and laser[block] != which:
        block += 1
    return block


@numba.njit(cache=True, nogil=True)
def _walk(
    span: tuple[int, int],
    pair: tuple[int, int],
    laser: Longs,
    work: tuple[Floats, Floats],
    table: Table,
) -> None:
    """Walk through the blocks of two lasers of a layer, both from the beginning of the layer."""
    seconds, middle = work
    one, other = _next(span[0], span[1], pair[0], laser), _next(span[0], span[1], pair[1], laser)
    left_one, left_other = seconds[one], seconds[other]
    while one < span[1] and other < span[1]:
        both = min(left_one, left_other)
        across, up = middle[one, 0] - middle[other, 0], middle[one, 1] - middle[other, 1]
        table[0, pair[0], pair[1]] += both
        table[1, pair[0], pair[1]] += both * np.sqrt(across * across + up * up)
        left_one -= both
        left_other -= both
        if left_one <= 0.0:
            one = _next(one + 1, span[1], pair[0], laser)
            left_one = seconds[one] if one < span[1] else 0.0
        if left_other <= 0.0 and other < span[1]:
            other = _next(other + 1, span[1], pair[1], laser)
            left_other = seconds[other] if other < span[1] else 0.0
