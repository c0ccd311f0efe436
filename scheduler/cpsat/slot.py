"""Places for builds on a machine, in order, whose content is still open."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from ortools.sat.python import cp_model

from scheduler.construct.plan import Workshop
from scheduler.cpsat.people import start_domain
from scheduler.cpsat.room import keep_room
from scheduler.nesting.stand import Stand
from scheduler.shop.kind import Item, Kind
from scheduler.shop.printer import Printer

MILLI = 1000
"""Seconds and square millimetres are counted in thousandths in a model."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Slot:
    """One place for a build: what is in it, and when it happens."""

    name: str
    printer: Printer
    holds: Mapping[Item, cp_model.IntVar]
    stands: Mapping[Item, Mapping[Stand, cp_model.IntVar]]
    """Of each item the stands that it may have there, and whether it has."""
    settings: Mapping[int, cp_model.IntVar]
    used: cp_model.IntVar
    layers: cp_model.IntVar
    cooled: cp_model.IntVar
    setup_start: cp_model.IntVar
    unload_start: cp_model.IntVar
    change_start: cp_model.IntVar

    @property
    def end(self) -> cp_model.LinearExpr:
        """The tick at which the build is unloaded."""
        return self.unload_start + self.printer.unload


class Slots:
    """All places of all machines in one model, with every rule but packing.

    Packing is relaxed to the area of a part's smallest stand, durations to whole milliseconds
    rounded down: what the model proves is a bound of the problem.
    """

    def __init__(self, workshop: Workshop, most_builds: int) -> None:
        self.most_builds = most_builds
        self.workshop, self.shop = workshop, workshop.shop
        self.model = cp_model.CpModel()
        self.work: list[cp_model.IntervalVar] = []
        self.changes: list[tuple[cp_model.IntVar, int]] = []
        self.lines = tuple(self._line(printer) for printer in self.shop.printers)

    def _line(self, printer: Printer) -> tuple[Slot, ...]:
        items = [item for item in self.shop.items if self.shop.kinds[item.kind].may_go(printer)]
        count = min(len(items), self.most_builds)
        slots = tuple(self._slot(printer, number, items) for number in range(count))
        for before, after in itertools.pairwise(slots):
            self.model.add_implication(after.used, before.used)
            self.model.add(after.setup_start >= before.end).only_enforce_if(after.used)
        self._powder(printer, slots)
        self._downtime(printer, slots)
        return slots

    def _slot(self, printer: Printer, number: int, items: Sequence[Item]) -> Slot:
        name = f"m{printer.index}s{number}"
        kinds = self.shop.kinds
        settings = sorted({kinds[item.kind].setting for item in items})
        free = self.workshop.liner.openings[printer.index].free

        def tick(what: str) -> cp_model.IntVar:
            return self.model.new_int_var(free, self.shop.horizon, name + what)

        holds = {i: self.model.new_bool_var(f"{name}k{i.kind}c{i.copy}") for i in items}
        slot = Slot(
            name=name,
            printer=printer,
            holds=holds,
            stands={item: self._stands(printer, item, held) for item, held in holds.items()},
            settings={s: self.model.new_bool_var(f"{name}set{s}") for s in settings},
            used=self.model.new_bool_var(f"{name}used"),
            layers=self.model.new_int_var(0, self._most_layers(printer, items), f"{name}layers"),
            cooled=self.model.new_int_var(0, self.shop.horizon, f"{name}cooled"),
            setup_start=tick("setup"),
            unload_start=tick("unload"),
            change_start=tick("change"),
        )
        self._content(slot)
        keep_room(self.model, self.shop, printer.bed, slot.holds, slot.used)
        self._time(slot)
        return slot

    def _stands(
        self, printer: Printer, item: Item, held: cp_model.IntVar
    ) -> dict[Stand, cp_model.IntVar]:
        """Return the stands that an item may have on a machine; it has one where it is held."""
        kind = self.shop.kinds[item.kind]
        able = [stand for stand in kind.stands if stand.height_mm <= printer.machine.height_mm]
        if len(able) == 1:
            return {able[0]: held}
        chosen = {stand: self.model.new_bool_var(f"{held.name}{stand.name}") for stand in able}
        self.model.add(sum(chosen.values()) == held)
        return chosen

    def _most_layers(self, printer: Printer, items: Sequence[Item]) -> int:
        limit_mm = printer.machine.height_mm
        return max(
            self.shop.layers(kind.setting, stand.height_mm)
            for kind in (self.shop.kinds[item.kind] for item in items)
            for stand in kind.stands
            if stand.height_mm <= limit_mm
        )

    def _content(self, slot: Slot) -> None:
        kinds = self.shop.kinds
        self.model.add(sum(slot.settings.values()) == slot.used)
        self.model.add(sum(slot.holds.values()) >= slot.used)
        for item, holds in slot.holds.items():
            kind = kinds[item.kind]
            self.model.add_implication(holds, slot.settings[kind.setting])
            for stand, chosen in slot.stands[item].items():
                layers = self.shop.layers(kind.setting, stand.height_mm)
                self.model.add(slot.layers >= layers).only_enforce_if(chosen)
            self.model.add(slot.setup_start >= kind.part.release).only_enforce_if(holds)
            for other, also in slot.holds.items():
                if item < other and not self._may_meet(kind, kinds[other.kind]):
                    self.model.add_at_most_one(holds, also)
            lump = self.shop.lump(item)
            if item != lump[0]:
                self.model.add(holds == slot.holds.get(lump[0], 0))

    def _may_meet(self, kind: Kind, other: Kind) -> bool:
        """Tell whether copies of two kinds may be in one build, and one furnace with it."""
        furnaces = {post.index for post in self.shop.posts if post.station.kind == "batch"}
        asked = {t.post: t.programme for t in kind.treatments if t.post in furnaces}
        alike = all(asked.get(t.post, t.programme) == t.programme for t in other.treatments)
        return alike and kind.may_meet(other)

    def _time(self, slot: Slot) -> None:
        printer = slot.printer
        scans = [
            floor(MILLI * self.shop.kinds[item.kind].adds_s(printer.index, stand)) * chosen
            for item, stands in slot.stands.items()
            for stand, chosen in stands.items()
        ]
        milliseconds = (
            floor(MILLI * printer.unattended_s) * slot.used
            + floor(MILLI * printer.machine.recoat_s) * slot.layers
            + sum(scans)
        )
        self.model.add(MILLI * self.shop.tick_s * slot.cooled >= milliseconds)
        ready = slot.setup_start + printer.setup + slot.cooled
        self.model.add(slot.unload_start >= ready).only_enforce_if(slot.used)
        needs = printer.needs
        self._attended(slot, (slot.setup_start, printer.setup, needs.setup), slot.used)
        self._attended(slot, (slot.unload_start, printer.unload, needs.unload), slot.used)

    def _attended(
        self, slot: Slot, work: tuple[cp_model.IntVar, int, int], happens: cp_model.IntVar
    ) -> None:
        start, ticks, need = work
        domain = start_domain(self.shop, slot.printer, ticks, slot.printer.free, need)
        inside = self.model.add_linear_expression_in_domain(start, domain)
        inside.only_enforce_if(happens)
        if ticks > 0:
            name = f"{slot.name}{start.name}{ticks}"
            interval = self.model.new_optional_fixed_size_interval_var(start, ticks, happens, name)
            self.work.append(interval)

    def _powder(self, printer: Printer, slots: Sequence[Slot]) -> None:
        opening = self.workshop.liner.openings[printer.index]
        for number, slot in enumerate(slots):
            needs: dict[int, cp_model.IntVar] = {}
            for setting, wanted in slot.settings.items():
                if number == 0:
                    ticks = self.shop.change(printer.index, opening.loaded, setting)
                    self._need(slot, needs, ticks, [wanted])
                    continue
                for source, held in slots[number - 1].settings.items():
                    material = self.shop.settings[source].material
                    ticks = self.shop.change(printer.index, material, setting)
                    self._need(slot, needs, ticks, [held, wanted])
            if number > 0:
                for need in needs.values():
                    after = slot.change_start >= slots[number - 1].end
                    self.model.add(after).only_enforce_if(need)

    def _need(
        self,
        slot: Slot,
        needs: dict[int, cp_model.IntVar],
        ticks: int,
        when: Sequence[cp_model.IntVar],
    ) -> None:
        """See that a powder change of some ticks happens when certain settings meet."""
        if ticks == 0:
            return
        if ticks not in needs:
            need = self.model.new_bool_var(f"{slot.name}change{ticks}")
            work = (slot.change_start, ticks, slot.printer.needs.change)
            self._attended(slot, work, need)
            ready = slot.change_start + ticks <= slot.setup_start
            self.model.add(ready).only_enforce_if(need)
            needs[ticks] = need
            self.changes.append((need, ticks))
        self.model.add_bool_or([needs[ticks], *(~literal for literal in when)])

    def _downtime(self, printer: Printer, slots: Sequence[Slot]) -> None:
        down = [
            self.model.new_fixed_size_interval_var(start, end - start, f"down{start}")
            for start, end in printer.down
        ]
        for slot in slots if down else ():
            size = self.model.new_int_var(0, self.shop.horizon, f"{slot.name}size")
            span = self.model.new_optional_interval_var(
                slot.setup_start, size, slot.end, slot.used, f"{slot.name}span"
            )
            self.model.add_no_overlap([span, *down])
