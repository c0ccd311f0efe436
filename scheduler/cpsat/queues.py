"""Settled builds at the stations that take whole platforms, as furnaces and wire cutting.

Each visit is an interval; a station's units, times the platforms that one takes, are a capacity.
Loading and unloading lie in people's hours. Relaxed are programmes, that people are at one place
only, and builds that are under way: a station may look freer than it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.construct.batch import Batch
from scheduler.construct.plan import Plan
from scheduler.cpsat.people import hours_domain
from scheduler.cpsat.task import Left, Task, Tasks
from scheduler.shop.passing import Pass
from scheduler.shop.printer import Post


class Queues:
    """The visits of all tasks of a model, with those of the plan at hand as their hint."""

    def __init__(self, tasks: Tasks, plan: Plan) -> None:
        self.tasks, self.plan = tasks, plan
        self.shop, self.model = tasks.shop, tasks.model
        self._visits: dict[int, list[cp_model.IntervalVar]] = {p.index: [] for p in self.shop.posts}
        self._passes: dict[tuple[int, int], Pass] = {
            (one.post, number): one
            for one in plan.finish().passes
            for number in one.platforms
            if one.lot is None
        }

    def add(self) -> None:
        """Add them, and tell the tasks when they have left the last of these stations."""
        batches = [batch for line in self.plan.lines for batch in line.batches]
        before = len(self.plan.workshop.fixed_platforms)
        for number, (task, batch) in enumerate(zip(self.tasks.tasks, batches, strict=True)):
            self.tasks.left[task.name] = self._task(task, batch, before + number)
        for post in self.shop.posts:
            self._share(post)

    def _task(self, task: Task, batch: Batch, number: int) -> Left:
        left, tails = Left(task.unload_end, task.times.unload_end, {}), dict(task.tails)
        for index, work in () if batch.passages is None else batch.passages.platform:
            post = self.shop.posts[index]
            left = self._visit(f"{task.name}at{index}", left, work, self._passes[index, number])
            tails = _less(tails, post.way + post.load + work + post.unload)
        return left._replace(tails=tails)

    def _visit(self, name: str, came: Left, work: int, planned: Pass) -> Left:
        post = self.shop.posts[planned.post]
        hands = post.load + work + post.unload if post.station.attended else post.load
        load = self._tick(post, f"{name}load", hands, planned.load_start)
        unload = self._tick(post, f"{name}unload", post.unload, planned.unload_start)
        self.model.add(load >= came.end + post.way)
        self.model.add(unload >= load + post.load + work)
        size = self.model.new_int_var(0, self.shop.horizon, f"{name}size")
        end = self.tasks.tick(f"{name}left", planned.unload_end)
        self.model.add_hint(size, planned.unload_end - planned.load_start)
        self.model.add(end == unload + post.unload)
        self._visits[post.index].append(self.model.new_interval_var(load, size, end, f"{name}span"))
        return Left(end, planned.unload_end, {})

    def _tick(self, post: Post, name: str, ticks: int, hint: int) -> cp_model.IntVar:
        tick = self.model.new_int_var_from_domain(hours_domain(self.shop, post, ticks), name)
        self.model.add_hint(tick, hint)
        return tick

    def _share(self, post: Post) -> None:
        """See that no more platforms are at a station than it takes, beside fixed operations."""
        units, each = post.station.units, post.station.capacity
        taken = [(start, end, units * each) for start, end in post.down]
        taken += [(o.load_start, o.unload_end, each) for o in self.shop.fixed_at(post)]
        blocks = [
            self.model.new_fixed_size_interval_var(start, end - start, f"{start}at{post.index}")
            for start, end, _ in taken
        ]
        demands = [1] * len(self._visits[post.index]) + [demand for _, _, demand in taken]
        if self._visits[post.index]:
            self.model.add_cumulative([*self._visits[post.index], *blocks], demands, units * each)


def _less(tails: Mapping[int, int], ticks: int) -> dict[int, int]:
    return {job: tail - ticks for job, tail in tails.items()}
