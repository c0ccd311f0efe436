"""Making a plan better: take some items out, put them in again, keep what is no worse.

(Ruin and recreate: Schrimpf and others 2000; accepted within a threshold that shrinks.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from scheduler.construct.batch import Batch
from scheduler.construct.insertion import Halt, Inserter
from scheduler.construct.line import Line
from scheduler.construct.plan import Found, Plan
from scheduler.shop.kind import Item, Kind

THRESHOLD, THRESHOLD_LATE = 0.003, 0.01
"""A plan this much worse, relatively, is still walked on from; shrinks to nothing. Where lateness
counts the walls between good plans are higher."""

MOST_OUT = 14
"""Items taken out in one step, at most (or one build, whatever it holds)."""

MANY = 250
"""Above this many items the step looks at one item at a time, to take more steps."""


class Worth(NamedTuple):
    """What plans are compared by: items without a place, the objective, the cost walked by."""

    undone: int
    objective: float
    cost: float


Ruin = Callable[[Random, Plan], set[Item]]


Allowed = Callable[[Plan], bool]
"""Tells whether a plan may be walked on from."""


class Walk:
    """A walk from plan to plan by ruin and recreate: at ``plan``; ``best`` is the best plan met.

    Of plans that are not ``allowed`` none is taken.
    """

    def __init__(
        self,
        plan: Plan,
        homeless: Sequence[Item],
        seed: int,
        allowed: Allowed = lambda _: True,
    ) -> None:
        self._random = Random(seed)  # noqa: S311  a search, not a secret
        late = plan.workshop.rates.tardiness > 0.0
        self._threshold = THRESHOLD_LATE if late else THRESHOLD
        self._weights = dict.fromkeys([*RUINS, None], 1.0)
        self._allowed = allowed
        self.plan, self._homeless = plan, list(homeless)
        self._worth = worth(plan, homeless)
        self.best, self.best_homeless, self._best_worth = plan, list(homeless), self._worth

    def step(self, left: float, halt: Halt) -> bool:
        """Take one step; ``left`` is the share of the walk still ahead. Tell if it found a best."""
        (ruin,) = self._random.choices(list(self._weights), list(self._weights.values()))
        moved = self._relocated() if ruin is None else self._rebuilt(ruin, halt)
        if moved is None or not self._allowed(moved[0]):
            return False
        plan, homeless = moved
        new, old = worth(plan, homeless), self._worth
        best = new < self._best_worth
        better = (new.undone, new.cost) < (old.undone, old.cost)
        self._learn(ruin, REWARDS[2 if best else better])
        slack = self._threshold * left * old.cost
        if (new.undone, new.cost - slack) < (old.undone, old.cost):
            self.plan, self._homeless, self._worth = plan, homeless, new
        if best:
            self.best, self.best_homeless, self._best_worth = plan, homeless, new
        return best

    def _learn(self, ruin: Ruin | None, reward: float) -> None:
        """Choose a ruin that was worth it more often (adaptive: Ropke and Pisinger 2006)."""
        self._weights[ruin] += LEARN * (reward - self._weights[ruin])

    def restart(self, plan: Plan, homeless: Sequence[Item] = ()) -> None:
        """Walk on from another plan, which becomes the best if it is better and allowed."""
        if not self._allowed(plan):
            return
        self.plan, self._homeless, self._worth = plan, list(homeless), worth(plan, homeless)
        if self._worth < self._best_worth:
            self.best, self.best_homeless, self._best_worth = plan, self._homeless, self._worth

    def _rebuilt(self, ruin: Ruin, halt: Halt) -> Found | None:
        plan = self.plan.copy()
        chosen = ruin(self._random, plan) if plan.items() else set()
        leaving = plan.workshop.shop.with_mates(chosen)
        if not take_out(plan, leaving):
            return None
        items = [*sorted(leaving), *self._homeless]
        self._order(plan, items)
        look_ahead = self._random.choice((1, 1, 3))
        if len(plan.workshop.shop.items) > MANY:
            look_ahead = 1
        return plan, Inserter(plan, look_ahead, halt).insert_all(items)

    def _order(self, plan: Plan, items: list[Item]) -> None:
        kinds = plan.workshop.shop.kinds
        horizon = plan.workshop.shop.horizon
        self._random.shuffle(items)
        way = self._random.randrange(4)
        if way == 0:
            items.sort(key=lambda item: -kinds[item.kind].stands[0].height_mm)
        elif way == 1:
            items.sort(key=lambda item: -kinds[item.kind].area_mm2)
        elif way == 2:  # noqa: PLR2004  the third of four orders; the fourth is none
            items.sort(key=lambda item: kinds[item.kind].part.due or horizon)

    def _relocated(self) -> Found | None:
        """Move a build to its best place anywhere."""
        plan = self.plan.copy()
        batch = _some_batch(self._random, plan)
        if batch is None or not take_out(plan, set(batch.items)):
            return None
        lines = list(_lines_with(plan, batch))
        if not lines:
            return None
        plan.put(min(lines, key=plan.change))
        return plan, self._homeless


def worth(plan: Plan, homeless: Sequence[Item]) -> Worth:
    """Return what a plan is compared by; what differs by rounding alone is the same."""
    objective, cost = plan.values()
    return Worth(len(homeless) + plan.undone(), round(objective, DIGITS), round(cost, DIGITS))


def take_out(plan: Plan, leaving: set[Item]) -> bool:
    """Take items out of a plan; tell whether what stays still has its time."""
    batcher = plan.workshop.batcher
    for line in list(plan.lines):
        touched = [i for i, batch in enumerate(line.batches) if not leaving.isdisjoint(batch.items)]
        if not touched:
            continue
        changed = list(line.batches[: touched[0]])
        for batch in line.batches[touched[0] :]:
            stays = batch if leaving.isdisjoint(batch.items) else batcher.without(batch, leaving)
            changed += [stays] if stays is not None else []
        shorter = plan.try_line(line.printer, tuple(changed), touched[0])
        if shorter is None:
            return False
        plan.put(shorter)
    return True


def _lines_with(plan: Plan, batch: Batch) -> Iterator[Line]:
    for printer in plan.workshop.shop.printers:
        here = plan.workshop.batcher.moved(batch, printer)
        if here is None:
            continue
        others = plan.lines[printer.index].batches
        for index in range(len(others) + 1):
            line = plan.try_line(printer.index, (*others[:index], here, *others[index:]), index)
            if line is not None:
                yield line


def _some_batch(random: Random, plan: Plan) -> Batch | None:
    batches = [batch for line in plan.lines for batch in line.batches]
    return random.choice(batches) if batches else None


def any_items(random: Random, plan: Plan) -> set[Item]:
    """Take out some items, whichever."""
    items = sorted(plan.items())
    return set(random.sample(items, min(len(items), random.randint(1, MOST_OUT))))


def whole_build(random: Random, plan: Plan) -> set[Item]:
    """Take out all items of a build, and half of another of the same setting."""
    batch = _some_batch(random, plan)
    if batch is None:
        return set()
    alike = [
        other
        for line in plan.lines
        for other in line.batches
        if other.setting == batch.setting and other is not batch
    ]
    more = random.choice(alike).items if alike else ()
    return {*batch.items, *random.sample(more, len(more) // 2)}


def like_items(random: Random, plan: Plan) -> set[Item]:
    """Take out items of one setting that are due, or as high, about like one of them."""
    kinds, horizon = plan.workshop.shop.kinds, plan.workshop.shop.horizon
    items = sorted(plan.items())
    first = kinds[random.choice(items).kind]
    by_height = random.random() < 0.5  # noqa: PLR2004  either way as often

    def trait(item: Item) -> float:
        kind = kinds[item.kind]
        return kind.stands[0].height_mm if by_height else float(kind.part.due or horizon)

    middle = first.stands[0].height_mm if by_height else float(first.part.due or horizon)
    alike = [item for item in items if kinds[item.kind].setting == first.setting]
    alike.sort(key=lambda item: abs(trait(item) - middle))
    return set(alike[: random.randint(2, MOST_OUT)])


def late_items(random: Random, plan: Plan) -> set[Item]:
    """Take out items of late jobs, or some items where none is late."""
    shop = plan.workshop.shop
    late = [
        (item, line)
        for line in plan.lines
        for batch, times in zip(line.batches, line.times, strict=True)
        for item in batch.items
        if _is_late(shop.kinds[item.kind], plan.workshop.liner.done(batch, times.unload_end))
    ]
    if not late:
        return any_items(random, plan)
    chosen = random.sample(late, min(len(late), random.randint(1, MOST_OUT // 2)))
    line = chosen[0][1]
    beside = random.choice(line.batches).items
    return {*(item for item, _ in chosen), *random.sample(beside, len(beside) // 2)}


def neighbours(random: Random, plan: Plan) -> set[Item]:
    """Take out two builds that follow each other on a machine."""
    pairs = [pair for line in plan.lines for pair in pairwise(line.batches)]
    if not pairs:
        return whole_build(random, plan)
    return {item for batch in random.choice(pairs) for item in batch.items}


def _is_late(kind: Kind, done: Mapping[int, int]) -> bool:
    due = kind.part.due
    return due is not None and kind.part.weight > 0.0 and done[kind.job] > due


RUINS: tuple[Ruin, ...] = (any_items, whole_build, like_items, late_items, neighbours)
REWARDS, LEARN = (0.3, 2.0, 5.0), 0.03
"""What a step is worth that made no better plan, a better one, or the best; and how quickly the
weight of its ruin, or of moving a build, follows that."""

DIGITS = 6
"""Decimals to which plans are compared."""
