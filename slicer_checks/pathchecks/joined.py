"""Contours that come in pieces: open lines, one beginning where another ends, that make a ring.

Where several lasers share a part, a contour is cut at the seam of their fields, and each laser has
lines of its own. No piece is a ring, and no support either: checks of contours look at the toolpath
as if such lines were one. Only lines that do not close by themselves are joined, and only those of
one layer, part and role that come back to where the first began.
"""

from dataclasses import replace
from typing import Final, NamedTuple

import numba
import numpy as np

from slicer_checks.pathchecks.protocol import Mask, Subject
from slicer_checks.pathchecks.vectors import within_reach
from slicer_checks.toolpath import NOBODY, Blocks, Direction, Floats, Longs, Role

CLOSED_MM: Final = 0.01
"""A contour whose ends are nearer is closed, and a line whose end is nearer to the beginning of
another goes on there; what is farther apart is another check's."""

CORNERS_MIN: Final = 4
"""A triangle, closed."""

SPECK_MM2: Final = 1e-6
"""A ring that encloses less is none."""

LOOKED_AT_MAX: Final = 256
"""Where more lines begin near one place, as in files made to keep checks busy, some stay open."""

_ACROSS: Final = (0.5403, 0.8415)
"""Beginnings are sorted along this way, of length 1: seams and the sides of parts seldom lie
across it, so few beginnings are at one place of it."""

_NONE: Final = -1


class Joined(NamedTuple):
    """A toolpath with the pieces of each ring in one block, and the block (B) each went into.

    Blocks are as many as before: the other blocks of a ring are left without points.
    """

    subject: Subject
    into: Longs

    @property
    def pieces(self) -> Mask:
        """Which blocks (B) are pieces of a ring."""
        gone = np.flatnonzero(self.into != np.arange(len(self.into)))
        found = np.zeros(len(self.into), dtype=bool)
        found[gone], found[self.into[gone]] = True, True
        return found


def joined(subject: Subject) -> Joined:
    """Return the toolpath with its contours in one piece, made when first asked for.

    It is the subject itself where no contour comes in pieces.
    """
    return subject.kept.once("joined contours", lambda: _joined(subject))


def closed_rings(subject: Subject) -> Mask:
    """Tell which blocks (B) are contours that close by themselves and enclose something."""
    measures, blocks = subject.measures, subject.toolpath.blocks
    corners = np.diff(blocks.block_offsets)
    closed = (measures.gap_mm <= CLOSED_MM) & (corners >= CORNERS_MIN)
    closed &= within_reach(subject)
    return np.asarray(subject.contours & closed & (np.abs(measures.area_mm2) > SPECK_MM2))


def _joined(subject: Subject) -> Joined:
    blocks = subject.toolpath.blocks
    into = np.arange(len(blocks.block_shape))
    loose = subject.contours & ~closed_rings(subject) & within_reach(subject)
    lines = np.flatnonzero(loose & (np.diff(blocks.block_offsets) > 1))
    if len(lines) < 2:  # noqa: PLR2004  one line makes no ring with another
        return Joined(subject, into)
    heads = blocks.points_mm[blocks.block_offsets[lines]]
    tails = blocks.points_mm[blocks.block_offsets[lines + 1] - 1]
    after = _followers(_keys(subject, lines), heads, tails)
    leader, rank = _ranked(heads, tails, after)
    whole = _encloses(subject, lines, leader, after)
    if not whole.any():
        return Joined(subject, into)
    ranks = np.zeros(len(into), dtype=np.int64)
    into[lines[whole]], ranks[lines[whole]] = lines[leader[whole]], rank[whole]
    path = replace(subject.toolpath, blocks=_merged(blocks, into, ranks))
    return Joined(replace(subject, toolpath=path), into)


def _keys(subject: Subject, lines: Longs) -> Longs:
    """Return a number for each line that tells layers, parts and roles apart."""
    blocks = subject.toolpath.blocks
    part = blocks.block_part[lines].astype(np.int64) - NOBODY
    key = subject.block_layer[lines] * (len(subject.toolpath.parts) + 1) + part
    return np.asarray(key * len(Role) + blocks.block_role[lines])


def _followers(keys: Longs, heads: Floats, tails: Floats) -> Longs:
    """Return for each line (N) the one that begins where it ends, or `_NONE`; no line has two."""
    along, ends = heads @ np.array(_ACROSS), tails @ np.array(_ACROSS)
    order = np.lexsort((along, keys))
    groups = keys[order]
    spans = np.searchsorted(groups, keys), np.searchsorted(groups, keys, side="right")
    after = np.full(len(keys), _NONE, dtype=np.int64)
    free = np.ones(len(keys), dtype=np.bool_)
    for reach_mm in (0.0, CLOSED_MM):  # what meets exactly belongs together, whatever is near
        _follow((order, along[order]), spans, (heads, tails, ends), reach_mm, (after, free))
    return after


@numba.njit(cache=True, nogil=True)
def _follow(
    sorted_heads: tuple[Longs, Floats],
    spans: tuple[Longs, Longs],
    places: tuple[Floats, Floats, Floats],
    reach_mm: float,
    found: tuple[Longs, Mask],
) -> None:
    """Give each line that has no follower the nearest free one within a reach."""
    order, along = sorted_heads
    heads, tails, ends = places
    after, free = found
    for line in range(len(after)):
        if after[line] != _NONE:
            continue
        first, stop = spans[0][line], spans[1][line]
        at = first + np.searchsorted(along[first:stop], ends[line] - CLOSED_MM)
        stop, nearest, least = min(stop, at + LOOKED_AT_MAX), _NONE, reach_mm
        while at < stop and along[at] <= ends[line] + CLOSED_MM:
            head = order[at]
            apart = np.hypot(heads[head, 0] - tails[line, 0], heads[head, 1] - tails[line, 1])
            if free[head] and head != line and apart <= least:
                nearest, least = head, apart
            at += 1
        if nearest != _NONE:
            after[line], free[nearest] = nearest, False


@numba.njit(cache=True, nogil=True)
def _ranked(heads: Floats, tails: Floats, after: Longs) -> tuple[Longs, Longs]:
    """Return the first line of each line's ring and its place in it; `_NONE` for lines of none.

    A ring begins behind its widest gap, so that the gap lies between its first and last point.
    """
    lines = len(after)
    leader, rank = np.full(lines, _NONE), np.zeros(lines, dtype=np.int64)
    seen = np.zeros(lines, dtype=np.bool_)
    for start in range(lines):
        line, first, widest = start, start, -1.0
        while not seen[line] and after[line] != _NONE:
            seen[line] = True
            to = after[line]
            gap = np.hypot(heads[to, 0] - tails[line, 0], heads[to, 1] - tails[line, 1])
            if gap > widest:
                widest, first = gap, to
            line = to
        if widest < 0.0 or line != start:  # nothing was walked, or the walk ended elsewhere
            continue
        line, place = first, 0
        while leader[line] == _NONE:
            leader[line], rank[line] = first, place
            line, place = after[line], place + 1
    return leader, rank


def _encloses(subject: Subject, lines: Longs, leader: Longs, after: Longs) -> Mask:
    """Tell which lines are of a ring with corners and an area; one there and back is none."""
    blocks, found = subject.toolpath.blocks, leader != _NONE
    first = np.where(found, leader, 0)
    heads = blocks.points_mm[blocks.block_offsets[lines]]
    here, there = heads - heads[first], heads[after] - heads[first]
    area_mm2 = (here[:, 0] * there[:, 1] - here[:, 1] * there[:, 0]) / 2
    area_mm2 += subject.measures.area_mm2[lines]  # each piece's own, beside its chord
    sides = np.diff(blocks.block_offsets)[lines] - 1.0
    rings_mm2, corners = (
        np.bincount(first, weights=np.where(found, one, 0.0), minlength=len(lines))
        for one in (area_mm2, sides)
    )
    kept = (np.abs(rings_mm2) > SPECK_MM2) & (corners + 1 >= CORNERS_MIN)
    return np.asarray(found & kept[first])


def _merged(blocks: Blocks, into: Longs, ranks: Longs) -> Blocks:
    """Return the blocks with the points of each ring's pieces in its first, in their order.

    Where one piece ends and the next begins there is one point.
    """
    count = len(into)
    order = np.lexsort((ranks, into))
    taken = np.diff(blocks.block_offsets)[order]
    goes_on = np.zeros(count, dtype=bool)
    goes_on[:-1] = into[order[:-1]] == into[order[1:]]
    taken -= goes_on
    ends = np.cumsum(taken)
    shift = np.repeat(blocks.block_offsets[order] - (ends - taken), taken)
    lengths = np.bincount(into[order], weights=taken, minlength=count).astype(np.int64)
    direction = blocks.block_direction.copy()
    direction[(into[order[1:]])[goes_on[:-1]]] = Direction.UNSAID
    return replace(
        blocks,
        points_mm=blocks.points_mm[np.arange(len(shift)) + shift],
        block_offsets=np.concatenate(([0], np.cumsum(lengths))),
        block_direction=direction,
    )
