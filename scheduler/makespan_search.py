"""The course of a search for the least makespan."""

from __future__ import annotations

from random import Random

from scheduler.construct.ruin import Walk
from scheduler.cpsat.headed import MOST_CHOICES, HeadedModel, choices
from scheduler.cpsat.levels import LevelModel
from scheduler.cpsat.sharing import share_all, share_some
from scheduler.search import PROVE_AFTER_S, Search
from scheduler.subsets.exact import Exact

AFTER, EXACT, LEVELS, SHARED, HEADED = 0.05, 0.4, 0.2, 0.2, 0.35
"""A makespan is walked on a moment, and proven over all sets of parts where that takes no more
than the second share of the time. Or else it is walked on for the first, bounded level by level,
made better by machines that share parts, and proven by heads, each for at most its share."""

PAIR, SLICE = 0.06, 0.05
"""Shares of the time for a few machines that share their parts anew, and for a walk after them."""


class MakespanSearch(Search):
    """A search that proves the makespan of few parts, and lets machines share those of many."""

    @property
    def sketches(self) -> bool:
        """Never: a sketch knows of no makespan."""
        return False

    def _price(self) -> None:
        """Raise no bound by prices of parts, which know of no makespan."""

    def _prove(self, walk: Walk) -> None:
        """Find the least makespan of few parts; of more, raise the bound and improve the plan."""
        shop, time_s = self.workshop.shop, self.control.limits.time_s
        self._walk(walk, min(PROVE_AFTER_S, AFTER * time_s))
        if self.plan is None or not self.complete or self._proven() or self.control.halt():
            return
        self.control.stage = "prove"
        found = Exact(self.plan, shop.printers, shop.items).solve(self.control, EXACT * time_s)
        if found is not None:
            self._learn(walk, found)
            super()._prove(walk)
            return
        self._walk(walk, self.control.elapsed_s + AFTER * time_s)
        self._learn(walk, LevelModel(self.plan, self.bound).solve(self.control, LEVELS * time_s))
        if choices(self.workshop) <= MOST_CHOICES:
            self._share_out(walk, self.control.elapsed_s + SHARED * time_s)
            if not self._proven():
                headed = HeadedModel(self.plan, self.bound)
                self._learn(walk, headed.solve(self.control, HEADED * time_s))
        self._share_out(walk, time_s)

    def _share_out(self, walk: Walk, until_s: float) -> None:
        """Let a few machines share their parts anew; walk where that makes no plan better."""
        time_s, tried = self.control.limits.time_s, None
        random = Random(self.control.limits.seed)  # noqa: S311  a search, not a secret
        while not (self._proven() or self.control.halt() or self.control.elapsed_s >= until_s):
            self.control.stage = "prove"
            shared = share_some(walk.plan, self.control, PAIR * time_s, random)
            if shared is None and walk.plan is self.plan is not tried:
                tried = self.plan
                shared = share_all(walk.plan, self.control, PAIR * time_s, random)
            if shared is None:
                self._walk(walk, self.control.elapsed_s + SLICE * time_s)
            else:
                walk.restart(shared)
                if self._is_better(shared, []):
                    self._keep(shared, [])
