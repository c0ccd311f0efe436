"""The course of one search: a first plan, a walk, and exact steps where they win."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.bounds import lower_bound, rounded_up
from scheduler.companion.exchange import Exchange
from scheduler.construct.again import keep_previous
from scheduler.construct.construction import construct
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.construct.ruin import Allowed, Walk, worth
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.cpsat.joint import Joint, fits
from scheduler.cpsat.proof import Proof
from scheduler.cpsat.sequencing import resequence
from scheduler.prices.ascent import Prices
from scheduler.replan.repair import Limit, improved, put_in
from scheduler.replan.stillness import Stillness
from scheduler.shop.kind import Item
from scheduler.sketch.draft import Draft

PROVEN = 1e-6
"""Relative gap, and absolute one, up to which a plan counts as proven optimal."""

PROVE_AFTER, PROVE_AFTER_S, PROVE = 0.1, 0.3, 0.6
"""A small problem is walked on for this share of the time, at most these seconds; then this
share of the time is for the proof."""

MANY = 250
"""Above this many items the first plans take long."""

DRAFTED, ROUND_S = (0.85, 0.7), (0.01, 0.03)
"""Shares of the time until which sketches are annealed, and about the seconds of one round for each
item; the second of each where stations follow, for moves are dearer there."""

ROUNDS, SHORTEST = 24, 0.5
"""The most rounds, and how much of its time the last must have at least; a round ends late."""

STEP, REFINE = 0.03, 0.06
"""Shares of the time for a walk, and for annealing a sketch of the best plan a little after it."""

STAGES = (0.8, 0.92)
"""Shares of the time after which the builds at hand are put into their best order."""

PRICE, PRICE_BESIDE = 0.03, 0.1
"""Share of the time, after each of those stages, for raising the bound by prices of parts; more
where a companion searches on."""

RESEQUENCE = 0.07
"""Share of the time that one such step may take."""

ALL, OURS, THEIRS = slice(None), slice(None, None, 2), slice(1, None, 2)
"""First plans: all; and those of a search and of its companion, who share them out where they take
long. Where they do not, all are the search's, for a companion on a busy machine comes late."""


class Search:
    """One search; ``plan`` is the best so far, ``homeless`` the items that it does not hold."""

    def __init__(self, workshop: Workshop, control: Control) -> None:
        self.workshop = workshop
        self.control = control
        self.exchange: Exchange | None = None
        self.plan: Plan | None = None
        self.homeless: list[Item] = []
        self.bound = 0.0
        self.first_s: float | None = None
        self._allowed: Allowed = lambda _: True
        self._prices: Prices | None = None
        self._sketch: Draft | None = None
        self._raise(lower_bound(workshop))

    @property
    def complete(self) -> bool:
        """Whether the best plan holds every copy, and all that follows printing finds its time."""
        return self.plan is not None and not self.homeless and not self.plan.undone()

    @property
    def sketches(self) -> bool:
        """Whether sketches are annealed in this search: one first plan is enough then.

        Not where little may move, or the plan must be the same each time: a sketch looks at time.
        """
        return self.control.limits.iterations is None and not self.stays

    def run(self) -> None:
        """Search until the limits, a proof or the person watching end it."""
        shared = self.exchange is not None and len(self.workshop.shop.items) > MANY
        self.construct(OURS if shared else ALL)
        if self.plan is None or self.control.stopped:
            return
        self._crowd()
        walk = Walk(self.plan, self.homeless, self.control.limits.seed)
        if self.control.limits.iterations is None:
            self._prove(walk)
            self._draft(walk)
        self._finish(walk)

    def _finish(self, walk: Walk) -> None:
        """Improve the best plan and raise the bound until the limits, or until the two meet."""
        if self.control.limits.iterations is not None:
            self._walk(walk, self.control.limits.time_s)
            return
        for until in STAGES:
            if self._proven():
                return
            self._improve(walk, until * self.control.limits.time_s)
            self._resequence(walk)
            self._price()
        self._trade(walk, last=True)

    def stay(self) -> None:
        """Keep the previous plan, put in what is new, and improve while few copies move."""
        kept, left, limit = self._stillness()
        plan, homeless = put_in(kept, left, limit, self.control)
        self._begin(plan, homeless)
        if self.control.stopped or not limit.allows(plan):
            return
        self._allowed = limit.allows
        self._crowd()
        self._finish(Walk(plan, homeless, self.control.limits.seed, limit.allows))

    def accompany(self, exchange: Exchange) -> None:
        """Search beside another search, and trade with it; prove nothing."""
        self.exchange = exchange
        if self.stays:
            found, (_, _, limit) = exchange.first(), self._stillness()
            if found is not None:
                improved(found, limit.allows, self.control, exchange)
            return
        self.construct(THEIRS)
        if self.plan is not None:
            walk = Walk(self.plan, self.homeless, self.control.limits.seed)
            self._draft(walk)
            self._improve(walk, self.control.limits.time_s)
            self._trade(walk)

    @property
    def stays(self) -> bool:
        """Whether the previous plan is kept but for few copies."""
        return self.control.limits.most_moved is not None and bool(self.workshop.shop.previous)

    def _stillness(self) -> tuple[Plan, list[Item], Limit]:
        """Return the previous plan, what is left to be put in, and what may move."""
        kept, left = keep_previous(self.workshop)
        share = self.control.limits.most_moved
        return kept, left, Limit(Stillness(kept, 1.0 if share is None else share))

    def _prove(self, walk: Walk) -> None:
        """Solve a small problem as a whole, after a short walk."""
        if self.plan is None or self._proven() or not fits(self.plan):
            return
        self._walk(walk, min(PROVE_AFTER_S, PROVE_AFTER * self.control.limits.time_s))
        if not self.complete or self._proven() or self.control.halt():
            return
        self.control.stage = "prove"
        proof = Joint(self.plan, self.bound).solve(self.control, PROVE * self.control.limits.time_s)
        self._raise(min(proof.bound, self.plan.objective()))
        self._take_over(walk, proof.plan)

    def _learn(self, walk: Walk, found: Proof) -> None:
        """Take over the bound of an exact step, and its plan where that is better."""
        self._raise(found.bound)
        self._take_over(walk, found.plan)

    def _raise(self, bound: float) -> None:
        """Take over a bound where it is the higher one."""
        self.bound = self.control.bound = max(self.bound, rounded_up(self.workshop, bound))

    def _proven(self) -> bool:
        """Tell whether the best plan is known to be optimal."""
        if self.plan is None or not self.complete:
            return False
        return self.plan.objective() <= self.bound * (1.0 + PROVEN) + PROVEN

    def _take_over(self, walk: Walk, plan: Plan | None, homeless: Sequence[Item] = ()) -> None:
        """Walk on from a plan of an exact step, or of the companion, where it is the better one."""
        if plan is None or self.plan is None:
            return
        if self._is_better(plan, homeless) and self._allowed(plan):
            walk.restart(plan, homeless)
            self._keep(plan, list(homeless))

    def _trade(self, walk: Walk, *, last: bool = False) -> bool:
        """Tell the companion the best plan now and then; tell if a better one of its came."""
        if self.exchange is None or self.plan is None:
            return False
        heard = self.exchange.trade(self.plan, self.homeless, last=last)
        if heard is not None:
            self._take_over(walk, *heard)
        return heard is not None

    def _resequence(self, walk: Walk) -> None:
        """Put the builds of the best plan into their best order."""
        if not self.complete or self.plan is None or self.control.halt():
            return
        self.control.stage = "sequence"
        plan = resequence(self.plan, self.control, RESEQUENCE * self.control.limits.time_s)
        self._take_over(walk, plan)

    def _crowd(self) -> None:
        """Raise the bound where jobs are late because machines are crowded."""
        if self.plan is not None and self.complete and self.plan.late() > 0.0:
            self._raise(crowded_bound(self.workshop))

    def _price(self) -> None:
        """Raise the bound by prices of parts, from where they were left."""
        if self.plan is None or not self.complete:
            return
        self.control.stage = "prove"
        share = PRICE if self.exchange is None else PRICE_BESIDE
        until_s = self.control.elapsed_s + share * self.control.limits.time_s
        self._prices = self._prices or Prices(self.plan)
        self._raise(self._prices.climb(lambda _: not self._walked(0, until_s)))

    def _draft(self, walk: Walk) -> None:
        """Anneal sketches, round after round."""
        shop, follow = self.workshop.shop, bool(self.workshop.shop.posts)
        until_s = DRAFTED[follow] * self.control.limits.time_s
        left_s = until_s - self.control.elapsed_s
        round_s = min(left_s, max(ROUND_S[follow] * len(shop.items), left_s / ROUNDS))
        self.control.stage = "improve"
        while left_s > SHORTEST * round_s:
            sketch = self._sketched()
            if sketch is None or self.plan is None:
                return
            self._found(walk, sketch.round(min(round_s, left_s), self.plan))
            self._trade(walk)
            left_s = until_s - self.control.elapsed_s

    def _improve(self, walk: Walk, until_s: float) -> None:
        """Walk, and between walks anneal a sketch of the best plan a little."""
        time_s = self.control.limits.time_s
        while self.control.elapsed_s < until_s and not (self._proven() or self.control.halt()):
            self._walk(walk, min(until_s, self.control.elapsed_s + STEP * time_s))
            sketch = self._sketched()
            if sketch is not None and self.plan is not None:
                self._found(walk, sketch.refine(self.plan, REFINE * time_s))

    def _sketched(self) -> Draft | None:
        """Return what anneals sketches, where it is of use and can."""
        if not self.sketches or self.plan is None or not self.complete or not self.plan.items():
            return None
        if self._proven() or self.control.halt():
            return None
        self._sketch = self._sketch or Draft(self.plan, self.control)
        return self._sketch if self._sketch.possible else None

    def _found(self, walk: Walk, found: Found | None) -> None:
        """Walk on from a plan of a sketch where it is the better one."""
        if found is not None:
            self._take_over(walk, *found)

    def construct(self, turn: slice = ALL) -> None:
        """Make the first plans whose turn it is, until one can be sketched; keep the best."""
        for plan, homeless in construct(self.workshop, self.control, turn):
            self._begin(plan, homeless)
            if self._sketched() is not None:
                return

    def _begin(self, plan: Plan, homeless: list[Item]) -> None:
        """Keep a first plan where it is the best."""
        if self._is_better(plan, homeless):
            self._keep(plan, homeless)
            if self.exchange is not None:
                self.exchange.tell(plan)

    def _walk(self, walk: Walk, until_s: float) -> None:
        self.control.stage = "improve"
        begun_s, steps = self.control.elapsed_s, 0
        while not self._walked(steps, until_s):
            left = (until_s - self.control.elapsed_s) / (until_s - begun_s)
            if self.control.limits.iterations is not None:
                left = 1.0 - steps / self.control.limits.iterations
            found = walk.step(left, self.control.halt)
            if found and self._is_better(walk.best, walk.best_homeless):
                self._keep(walk.best, walk.best_homeless)
            if (self._trade(walk) or found) and self._proven():
                return
            steps += 1

    def _walked(self, steps: int, until_s: float) -> bool:
        limit = self.control.limits.iterations
        if limit is not None:
            return steps >= limit or self.control.cancelled()
        return self.control.halt() or self.control.elapsed_s >= until_s

    def _is_better(self, plan: Plan, homeless: Sequence[Item]) -> bool:
        """Tell whether a plan is better than the best so far."""
        return self.plan is None or worth(plan, homeless) < worth(self.plan, self.homeless)

    def _keep(self, plan: Plan, homeless: list[Item]) -> None:
        self.plan, self.homeless = plan, homeless
        if self.complete:
            self.control.objective = plan.objective()
            self.first_s = self.control.elapsed_s if self.first_s is None else self.first_s
