"""What follows printing in a model: builds pass furnaces and wire cutting, then each copy goes on.

A station's units are a capacity: a build, or a copy's work, takes one of them for its time. Starts
and ends by people's hands lie in their hours. Relaxed are which unit it is, that a furnace has one
programme at a time, that people are at one place only, and what is fixed at stations; what the
model proves is a bound of the problem.
"""

from __future__ import annotations

from math import floor

from ortools.sat.python import cp_model

from scheduler.cpsat.people import hours_domain
from scheduler.cpsat.slot import MILLI, Slot, Slots
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Post

Interval = cp_model.IntervalVar


class Afterwards:
    """The passages of all builds and copies; ``done`` is the tick at which a copy is done."""

    def __init__(self, slots: Slots) -> None:
        self.shop, self.model = slots.shop, slots.model
        self.done: dict[Item, cp_model.IntVar] = {}
        if not self.shop.posts:
            return
        self._taken: dict[int, list[Interval]] = {post.index: [] for post in self.shop.posts}
        lines = [slot for line in slots.lines for slot in line]
        ends = [(slot, self._build(slot)) for slot in lines]
        for item in self.shop.items:
            came = self._tick(f"came{item.kind}c{item.copy}")
            for slot, end in ends:
                if item in slot.holds:
                    self.model.add(came >= end).only_enforce_if(slot.holds[item])
            self.done[item] = self._copy(item, came)
        for post in self.shop.posts:
            self._share(post)

    def _tick(self, name: str) -> cp_model.IntVar:
        return self.model.new_int_var(0, self.shop.horizon, name)

    def _build(self, slot: Slot) -> cp_model.LinearExprT:
        """Pass a build through the stations that take whole platforms; return when it is done."""
        end: cp_model.LinearExprT = slot.end
        for post in self.shop.posts:
            asked = {
                item: time_s
                for item in slot.holds
                if (time_s := _time_s(self.shop.kinds[item.kind], post)) is not None
            }
            if post.station.kind != "part" and asked:
                end = self._visit(slot, post, asked, end)
        return end

    def _visit(
        self, slot: Slot, post: Post, asked: dict[Item, float], came: cp_model.LinearExprT
    ) -> cp_model.IntVar:
        """Pass a build through one station, if anything in it asks for that."""
        name = f"{slot.name}at{post.index}"
        needed, work = self.model.new_bool_var(name), self._tick(f"{name}work")
        scale = MILLI * self.shop.tick_s
        times = [(slot.holds[item], floor(MILLI * time_s)) for item, time_s in asked.items()]
        if post.station.kind == "platform":
            self.model.add(scale * work >= sum(held * time for held, time in times))
        for held, time in times:
            self.model.add_implication(held, needed)
            self.model.add(scale * work >= time).only_enforce_if(held)
        load = self._start(post, f"{name}load", post.load)
        unload = self._start(post, f"{name}unload", post.unload)
        left = self._tick(f"{name}left")
        self.model.add(left >= came)
        self.model.add(load >= came + post.way).only_enforce_if(needed)
        self.model.add(unload >= load + post.load + work).only_enforce_if(needed)
        self.model.add(left >= unload + post.unload).only_enforce_if(needed)
        size, end = self._tick(f"{name}size"), self._tick(f"{name}end")
        self.model.add(end == unload + post.unload).only_enforce_if(needed)
        self._taken[post.index].append(
            self.model.new_optional_interval_var(load, size, end, needed, f"{name}span")
        )
        return left

    def _copy(self, item: Item, came: cp_model.IntVar) -> cp_model.IntVar:
        """Pass a copy through the stations that take parts; return when it is done."""
        kind = self.shop.kinds[item.kind]
        for post in self.shop.posts:
            time_s = _time_s(kind, post)
            if post.station.kind == "part" and time_s is not None:
                name = f"k{item.kind}c{item.copy}at{post.index}"
                work = floor(time_s / self.shop.tick_s)
                hands = post.load + work if post.station.attended else post.load
                load, begin = self._start(post, f"{name}load", hands), self._tick(f"{name}begin")
                self.model.add(load >= came + post.way)
                self.model.add(begin >= load + post.load)  # copies of one load follow each other
                self._taken[post.index].append(
                    self.model.new_fixed_size_interval_var(begin, work, f"{name}span")
                )
                came = self._tick(f"{name}left")
                self.model.add(came >= begin + work + post.unload)
        return came

    def _start(self, post: Post, name: str, ticks: int) -> cp_model.IntVar:
        return self.model.new_int_var_from_domain(hours_domain(self.shop, post, ticks), name)

    def _share(self, post: Post) -> None:
        """See that no more is at a station than it holds."""
        taken = self._taken[post.index]
        room = post.station.units * post.station.capacity
        down = [
            self.model.new_fixed_size_interval_var(start, end - start, f"down{start}at{post.index}")
            for start, end in post.down
        ]
        if taken:
            demands = [1] * len(taken) + [room] * len(down)
            self.model.add_cumulative([*taken, *down], demands, room)


def _time_s(kind: Kind, post: Post) -> float | None:
    """Return how long a copy is at a station, if it is."""
    return next((t.time_s for t in kind.treatments if t.post == post.index), None)
