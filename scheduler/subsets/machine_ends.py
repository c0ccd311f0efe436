"""When a machine ends at the earliest that prints a set of items, for every set.

Builds of one machine are best printed in the order in which the last of their items is released
(a simple exchange; Jackson 1955 for single jobs), so the last build of a set holds the item of it
that is released last. What went before is a smaller set: a table filled from the small sets on
(Held and Karp 1962 for sequences).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

NEVER = 2**60
"""The end of what a machine cannot print, or more."""

Ends = npt.NDArray[np.int64]
"""Ticks by set; the bits of an index are the items of the set."""


class Possible(NamedTuple):
    """A build that may be: its items as bits, and its ticks."""

    members: int
    ticks: int


class Kept(NamedTuple):
    """A build that the machine prints in any case: not before its release, for so many ticks."""

    release: int
    ticks: int


class MachineEnds:
    """The table of one machine.

    ``builds`` are by the last released item in them; ``releases`` of the items, in ticks,
    ascending; ``kept`` is printed beside every set. ``ends`` has the earliest end of every set,
    (2**items,) ticks; of the empty one where nothing is kept it is 0.
    """

    def __init__(
        self,
        builds: Sequence[Sequence[Possible]],
        releases: Sequence[int],
        kept: Sequence[Kept] = (),
    ) -> None:
        self._builds, self._releases = builds, releases
        self._kept = sorted(kept)
        self._own: Ends = np.full(1 << len(builds), NEVER, np.int64)
        self._own[0] = 0
        self.ends = self._own.copy()
        self._fill()

    def order(self, members: int) -> list[int]:
        """Return the builds, as bits, by which the machine ends so early with a set."""
        builds: list[int] = []
        while members:
            last = members.bit_length() - 1
            build = next(one for one in self._builds[last] if self._ends_with(members, last, one))
            builds.append(build.members)
            members ^= build.members
        return builds[::-1]

    def _fill(self) -> None:
        """Go through the items; what is kept and released before one comes before its builds."""
        kept = list(self._kept)
        for last, (some, release) in enumerate(zip(self._builds, self._releases, strict=True)):
            before, with_last = self.ends[: 1 << last], self.ends[1 << last : 2 << last]
            while kept and kept[0].release <= release:
                first = kept.pop(0)
                before[:] = np.maximum(before, first.release) + first.ticks
            for build in some:
                others = build.members ^ 1 << last
                there = holding(with_last, others)
                without = np.maximum(lacking(before, others), release)
                np.minimum(there, without + build.ticks, out=there)
            self._own[1 << last : 2 << last] = with_last
        for one in kept:
            self.ends[:] = np.maximum(self.ends, one.release) + one.ticks

    def _ends_with(self, members: int, last: int, build: Possible) -> bool:
        """Tell whether a build is the last by which a set ends so early."""
        if build.members & ~members:
            return False
        others = members ^ build.members
        after = self._releases[others.bit_length() - 1] if others else -1
        end = int(self._own[others])
        for one in self._kept:
            if after < one.release <= self._releases[last]:
                end = max(end, one.release) + one.ticks
        return max(end, self._releases[last]) + build.ticks == int(self._own[members])


def holding(table: Ends, members: int) -> Ends:
    """Return a view of the sets that hold some items."""
    return _view(table, members, 1)


def lacking(table: Ends, members: int) -> Ends:
    """Return a view of the sets that hold none of some items, in the order of `holding`."""
    return _view(table, members, 0)


def _view(table: Ends, members: int, side: int) -> Ends:
    """Return the sets in which all of some bits are on one side; runs of others stay together."""
    bits = [bit for bit in range(members.bit_length()) if members >> bit & 1]
    shape: list[int] = []
    choice: list[int | slice] = []
    count = table.size.bit_length() - 1
    for low, high in pairwise([-1, *bits, count]):
        shape = [1 << (high - low - 1), *shape]
        choice = [slice(None), *choice]
        if high < count:
            shape, choice = [2, *shape], [side, *choice]
    return table.reshape(shape)[tuple(choice)]
