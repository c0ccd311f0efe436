"""A problem compiled for searching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, fsum

from scheduler.machine import Machine
from scheduler.nesting.bed import Bed
from scheduler.nesting.stand import Stand, stand_of
from scheduler.part import Part, Setting
from scheduler.problem import Problem
from scheduler.schedule import Build
from scheduler.shop.calendar import Calendar, Span

ROUNDING = 1e-9
"""A duration this little above a whole tick (or layer) is that whole one."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What all copies of a part have in common; ``stands`` are sorted, the lowest first."""

    index: int
    part: Part
    setting: int
    job: int
    stands: tuple[Stand, ...]
    area_mm2: float
    flat: bool
    scan_s: tuple[float | None, ...]
    """Per machine, the seconds a copy adds; ``None`` where the part may not be printed."""

    def may_go(self, printer: Printer) -> bool:
        """Tell whether a copy may be printed on a machine and is not proven too large for it."""
        return self.scan_s[printer.index] is not None and self.lowest(printer) is not None

    def lowest(self, printer: Printer) -> Stand | None:
        """Return the lowest stand that is not proven to be too tall or too wide for a machine."""
        for stand in self.stands:
            fits = stand.bare_mm2 <= printer.bed.area_mm2 * (1.0 + ROUNDING)
            if not stand.flat and not (printer.bed.round and stand.shadow is not None):
                fits = fits and printer.bed.holds(stand.box, stand.turns)
            if fits and stand.height_mm <= printer.machine.height_mm:
                return stand
        return None


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One open copy of a part."""

    kind: int
    copy: int


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What a job is measured by; ``end`` is when its fixed builds are unloaded."""

    name: str
    due: int | None
    weight: float
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Printer:
    """A machine in ticks, with what is fixed on it."""

    index: int
    machine: Machine
    bed: Bed
    free: int
    setup: int
    unload: int
    fixed: tuple[Build, ...]
    down: tuple[Span, ...]


class Shop:
    """Everything a search looks up, by number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tick_s = problem.tick_s
        self.horizon = problem.horizon
        self.settings: tuple[Setting, ...] = problem.settings
        self.calendar = Calendar(problem.staff)
        self.printers = tuple(self._printer(i, m) for i, m in enumerate(problem.machines))
        self._setting_index = {setting.id: i for i, setting in enumerate(problem.settings)}
        names = list(dict.fromkeys(part.job for part in problem.parts))
        self._numbers = count()
        job_index = {name: i for i, name in enumerate(names)}
        self.kinds = tuple(
            self._kind(i, part, job_index[part.job]) for i, part in enumerate(problem.parts)
        )
        self.jobs = _jobs(problem, names)
        self.items = _open_items(problem)
        self.changes = self._changes()
        self.previous = {
            (spot.part, spot.copy): (spot.machine, spot.start) for spot in problem.previous
        }

    def name(self, item: Item) -> tuple[str, int]:
        """Return an item by its part's id and its copy, as documents name it."""
        return self.kinds[item.kind].part.id, item.copy

    def ticks(self, time_s: float) -> int:
        """Return a duration in ticks, rounded up."""
        return ceil(time_s / self.tick_s - ROUNDING)

    def change(self, printer: int, loaded: str | None, setting: int) -> int:
        """Return the ticks of a powder change to a setting's material."""
        return self.changes[printer][loaded, self.settings[setting].material]

    def layers(self, setting: int, height_mm: float) -> int:
        """Return how many layers a height has in a setting."""
        return ceil(height_mm / self.settings[setting].layer_mm - ROUNDING)

    def printing(
        self, printer: int, setting: int, height_mm: float, scans_s: Sequence[float]
    ) -> tuple[int, int]:
        """Return the ticks from start to printed, and from start to cooled."""
        machine = self.printers[printer].machine
        recoat_s = self.layers(setting, height_mm) * machine.recoat_s
        print_s = [machine.warm_up_s, recoat_s, *scans_s]
        return self.ticks(fsum(print_s)), self.ticks(fsum([*print_s, machine.cool_down_s]))

    def fixed_material(self, build: Build) -> str:
        """Return the material of a fixed build."""
        return self.settings[self._setting_index[build.setting]].material

    def _printer(self, index: int, machine: Machine) -> Printer:
        fixed = [f.as_build() for f in self.problem.fixed if f.machine == machine.id]
        return Printer(
            index=index,
            machine=machine,
            bed=Bed.of(machine.platform, self.problem.part_gap_mm),
            free=max(self.problem.now, machine.available_from),
            setup=self.ticks(machine.setup_s),
            unload=self.ticks(machine.unload_s),
            fixed=tuple(sorted(fixed, key=lambda build: build.occupied_from)),
            down=tuple(sorted((down.start, down.end) for down in machine.downtime)),
        )

    def _kind(self, index: int, part: Part, job: int) -> Kind:
        setting = self._setting_index[part.setting]
        material = self.settings[setting].material
        flat = part.area_mm2 is not None
        gap_mm = self.problem.part_gap_mm
        stands = [
            stand_of(next(self._numbers), orientation, part.area_mm2, gap_mm)
            for orientation in part.orientations
        ]
        stands.sort(key=lambda stand: (stand.height_mm, stand.box[0] * stand.box[1]))
        boxes_mm2 = min(stand.box[0] * stand.box[1] for stand in stands)
        scan_s = tuple(
            part.scan_s.get(m.id) if material in m.materials else None
            for m in self.problem.machines
        )
        return Kind(
            index=index,
            part=part,
            setting=setting,
            job=job,
            stands=tuple(stands),
            area_mm2=boxes_mm2 if part.area_mm2 is None else part.area_mm2,
            flat=flat,
            scan_s=scan_s,
        )

    def _changes(self) -> tuple[dict[tuple[str | None, str], int], ...]:
        materials = {setting.material for setting in self.settings}
        return tuple(
            {
                (loaded, wanted): self.ticks(printer.machine.change_s(loaded, wanted))
                for loaded in (*materials, printer.machine.loaded)
                for wanted in materials
            }
            for printer in self.printers
        )


def _jobs(problem: Problem, names: Sequence[str]) -> tuple[Job, ...]:
    first = {part.job: part for part in reversed(problem.parts)}
    job_of = {part.id: part.job for part in problem.parts}
    ends = dict.fromkeys(names, 0)
    for build in problem.fixed:
        for placement in build.placements:
            job = job_of[placement.part]
            ends[job] = max(ends[job], build.as_build().unload_end)
    return tuple(Job(n, first[n].due, first[n].weight, ends[n]) for n in names)


def _open_items(problem: Problem) -> tuple[Item, ...]:
    fixed = {(p.part, p.copy) for build in problem.fixed for p in build.placements}
    return tuple(
        Item(index, copy)
        for index, part in enumerate(problem.parts)
        for copy in range(1, part.copies + 1)
        if (part.id, copy) not in fixed
    )
