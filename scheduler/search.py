"""The course of one search: a first plan, a walk, and exact steps where they win."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from scheduler.bounds import lower_bound
from scheduler.companion.exchange import Exchange
from scheduler.construct.again import keep_previous
from scheduler.construct.construction import construct
from scheduler.construct.drawn import drawn
from scheduler.construct.plan import Found, Plan, Workshop
from scheduler.construct.ruin import Walk, worth
from scheduler.control import Control
from scheduler.cpsat.crowding import crowded_bound
from scheduler.cpsat.joint import Joint, fits, small
from scheduler.cpsat.proof import Proof
from scheduler.cpsat.sequencing import resequence
from scheduler.prices.ascent import Prices
from scheduler.replan.repair import Limit, improved, repair
from scheduler.replan.stillness import Stillness
from scheduler.shop.kind import Item

PROVEN = 1e-6
"""Relative gap, and absolute one, up to which a plan counts as proven optimal."""

PROVE_AFTER, PROVE_AFTER_S, PROVE = 0.1, 0.3, 0.6
"""A small problem is walked on for this share of the time, at most these seconds; then this
share of the time is for the proof."""

DRAWN, RACERS = 0.3, 2
"""Share of the time for more first plans, as long as jobs are late in all; and how many of all, the
best, are walked on from."""

RACE = 0.04
"""Share of the time for a walk from each of them."""

MANY = 250
"""Above this many items a walk from each first plan would come nowhere in that time."""

STAGES = (0.35, 0.92)
"""Shares of the time after which the builds at hand are put into their best order."""

PRICE, PRICE_BESIDE = 0.03, 0.1
"""Share of the time, after each of those stages, for raising the bound by prices of parts; more
where a companion searches on."""

RESEQUENCE = 0.07
"""Share of the time that one such step may take."""

ALL, OURS, THEIRS = slice(None), slice(None, None, 2), slice(1, None, 2)
"""First plans: all; and those of a search and of its companion, who share them out where they take
long. Where they do not, the search makes all, for a companion on a busy machine comes late."""


class Search:
    """One search; ``plan`` is the best so far, ``homeless`` the items that it does not hold."""

    def __init__(self, workshop: Workshop, control: Control) -> None:
        self.workshop = workshop
        self.control = control
        self.exchange: Exchange | None = None
        self.plan: Plan | None = None
        self.homeless: list[Item] = []
        self.firsts: list[Found] = []
        self.bound = lower_bound(workshop)
        self.first_s: float | None = None
        self._prices: Prices | None = None
        control.bound = self.bound

    @property
    def complete(self) -> bool:
        """Whether the best plan holds every copy, and all that follows printing finds its time."""
        return self.plan is not None and not self.homeless and not self.plan.undone()

    def run(self) -> None:
        """Search until the limits, a proof or the person watching end it."""
        shared = self.exchange is not None and len(self.workshop.shop.items) > MANY
        self.construct(OURS if shared else ALL)
        if self.plan is None or self.control.stopped:
            return
        self._crowd()
        limits = self.control.limits
        walk = self._begun(self.plan)
        if limits.iterations is not None:
            self._walk(walk, limits.time_s)
            return
        self._prove(walk)
        for until in STAGES:
            if self._proven():
                return
            self._walk(walk, until * limits.time_s)
            self._resequence(walk)
            self._price()
        self._trade(walk, last=True)

    def stay(self) -> None:
        """Keep the previous plan, put in what is new, and improve while few copies move."""
        kept, left, limit = self._stillness()
        self._keep(*repair(kept, left, limit, self.control, self.exchange))

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
            walk = self._begun(self.plan)
            self._walk(walk, self.control.limits.time_s)
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
        self.bound = self.control.bound = max(self.bound, min(proof.bound, self.plan.objective()))
        self._take_over(walk, proof.plan)

    def _learn(self, walk: Walk, found: Proof) -> None:
        """Take over the bound of an exact step, and its plan where that is better."""
        self.bound = self.control.bound = max(self.bound, found.bound)
        self._take_over(walk, found.plan)

    def _proven(self) -> bool:
        """Tell whether the best plan is known to be optimal."""
        if self.plan is None or not self.complete:
            return False
        return self.plan.objective() <= self.bound * (1.0 + PROVEN) + PROVEN

    def _take_over(self, walk: Walk, plan: Plan | None, homeless: Sequence[Item] = ()) -> None:
        """Walk on from a plan of an exact step, or of the companion, where it is the better one."""
        if plan is None or self.plan is None:
            return
        if self._is_better(plan, homeless):
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
            self.bound = max(self.bound, crowded_bound(self.workshop))
            self.control.bound = self.bound

    def _price(self) -> None:
        """Raise the bound by prices of parts, from where they were left."""
        if self.plan is None or not self.complete:
            return
        self.control.stage = "prove"
        share = PRICE if self.exchange is None else PRICE_BESIDE
        until_s = self.control.elapsed_s + share * self.control.limits.time_s
        self._prices = self._prices or Prices(self.plan)
        bound = self._prices.climb(
            lambda _: self.control.elapsed_s < until_s and not self.control.halt()
        )
        self.bound = self.control.bound = max(self.bound, bound)

    def _begun(self, plan: Plan) -> Walk:
        """Walk a little from the best first plans, and go on with the one that came furthest.

        Which powders and which long builds go to which machines hardly changes after that.
        """
        limits, many = self.control.limits, len(self.workshop.shop.items) > MANY
        if limits.iterations is not None or small(self.workshop) or many:
            return Walk(plan, self.homeless, limits.seed)
        self._draw()
        walks = [Walk(*first, limits.seed) for first in self.firsts]
        for walk in walks:
            self._walk(walk, self.control.elapsed_s + RACE * limits.time_s)
        return min(walks, key=lambda walk: worth(walk.best, walk.best_homeless))

    def construct(self, turn: slice = ALL) -> None:
        """Make the first plans whose turn it is, and keep the best of them."""
        for plan, homeless in construct(self.workshop, self.control, turn):
            self._begin(plan, homeless)

    def _draw(self) -> None:
        """Make more first plans, in drawn orders, for a share of the time or until none is late."""
        until_s = self.control.elapsed_s + DRAWN * self.control.limits.time_s
        random = Random(self.control.limits.seed)  # noqa: S311  a search, not a secret
        plans = drawn(self.workshop, self.control, random)
        while self.control.elapsed_s < until_s and not self._on_time():
            found = next(plans, None)
            if found is None:
                return
            self._begin(*found)

    def _on_time(self) -> bool:
        """Tell whether no job of the best plan is late."""
        return self.plan is not None and self.complete and not self.plan.late() > 0.0

    def _begin(self, plan: Plan, homeless: list[Item]) -> None:
        """Keep a first plan among those to walk on from, and as the plan, where it is so good."""
        firsts = [*self.firsts, (plan, homeless)]
        self.firsts = sorted(firsts, key=lambda first: worth(*first))[:RACERS]
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
