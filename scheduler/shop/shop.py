"""A problem compiled for searching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, fsum

from scheduler.machine import Machine
from scheduler.nesting.bed import Bed
from scheduler.nesting.stand import Stand, Stands
from scheduler.part import Part, Setting
from scheduler.problem import Problem
from scheduler.schedule import Build, Operation
from scheduler.shop.calendar import Calendar, Need
from scheduler.shop.kind import Item, Job, Kind, Treatment, may_hold
from scheduler.shop.printer import Needs, Post, Printer
from scheduler.station import Station

ROUNDING = 1e-9
"""A duration this little above a whole tick (or layer) is that whole one."""


class Shop:
    """Everything a search looks up, by number."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tick_s = problem.tick_s
        self.horizon = problem.horizon
        self.settings: tuple[Setting, ...] = problem.settings
        self._needs = _needs(problem)
        self.calendar = Calendar(problem.staff, self._needs)
        self.posts = tuple(self._post(i, station) for i, station in enumerate(problem.stations))
        self.printers = tuple(self._printer(i, m) for i, m in enumerate(problem.machines))
        self._setting_index = {setting.id: i for i, setting in enumerate(problem.settings)}
        names = list(dict.fromkeys(part.job for part in problem.parts))
        self._stands = Stands(problem.part_gap_mm)
        self._apart = _apart(problem.parts)
        job_index = {name: i for i, name in enumerate(names)}
        self.kinds = tuple(
            self._kind(i, part, job_index[part.job]) for i, part in enumerate(problem.parts)
        )
        self.jobs = _jobs(problem, names)
        self.items = _open_items(problem)
        self._groups = self._together()
        self._kind_index = {kind.part.id: kind.index for kind in self.kinds}
        self._fixed_at = {
            post.index: tuple(o for o in problem.operations if o.station == post.station.id)
            for post in self.posts
        }
        self.changes = self._changes()
        self.previous = {
            (spot.part, spot.copy): (spot.machine, spot.start) for spot in problem.previous
        }

    def name(self, item: Item) -> tuple[str, int]:
        """Return an item by its part's id and its copy, as documents name it."""
        return self.kinds[item.kind].part.id, item.copy

    def kind_of(self, part: str) -> int:
        """Return the number of a part's kind."""
        return self._kind_index[part]

    def treatment_ticks(self, post: Post, times_s: Sequence[float]) -> int:
        """Return the ticks at a station, and of the way to it, of copies that are done together."""
        if not times_s:
            return 0
        return post.way + post.load + self.ticks(post.work_s(times_s)) + post.unload

    def need(self, index: int) -> Need:
        """Return the site and the skill of one of the calendar's needs."""
        return self._needs[index]

    def fixed_at(self, post: Post) -> tuple[Operation, ...]:
        """Return what is fixed at a station."""
        return self._fixed_at.get(post.index, ())

    def lump(self, item: Item) -> tuple[Item, ...]:
        """Return the items that must be in one build with this one, itself among them."""
        return self._groups.get(item, (item,))

    def leaders(self, items: Iterable[Item]) -> list[Item]:
        """Return the first item of each lump, in the order of items."""
        return [item for item in items if self.lump(item)[0] == item]

    def with_mates(self, items: Iterable[Item]) -> set[Item]:
        """Return items and all that must be in one build with any of them."""
        return {mate for item in items for mate in self.lump(item)}

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
            needs=Needs(
                *(
                    self._needs.index((machine.site, skill))
                    for skill in (
                        machine.powder_change_skill,
                        machine.setup_skill,
                        machine.unload_skill,
                    )
                )
            ),
            fixed=tuple(sorted(fixed, key=lambda build: build.occupied_from)),
            down=tuple(sorted((down.start, down.end) for down in machine.downtime)),
            kept=tuple(sorted(((k.start, k.end), frozenset(k.owners)) for k in machine.reserved)),
        )

    def _post(self, index: int, station: Station) -> Post:
        return Post(
            index=index,
            station=station,
            load=self.ticks(station.load_s),
            unload=self.ticks(station.unload_s),
            way=self.ticks(station.transport_s),
            need=self._needs.index((station.site, station.skill)),
            down=tuple(sorted((down.start, down.end) for down in station.downtime)),
        )

    def _together(self) -> dict[Item, tuple[Item, ...]]:
        """Return, of each item in a group, all open items of the group, the largest first."""
        groups: dict[str, list[Item]] = {}
        for item in self.items:
            name = self.kinds[item.kind].part.together
            if name is not None:
                groups.setdefault(name, []).append(item)
        lumps = [
            tuple(sorted(items, key=lambda item: (-self.kinds[item.kind].area_mm2, item)))
            for items in groups.values()
        ]
        return {item: lump for lump in lumps for item in lump}

    def _kind(self, index: int, part: Part, job: int) -> Kind:
        setting = self._setting_index[part.setting]
        treatments = self._treatments(part)
        material = self.settings[setting].material
        flat = part.area_mm2 is not None
        scan_s = tuple(
            part.scan_s.get(m.id) if material in m.materials else None
            for m in self.problem.machines
        )
        stands = self._stands_of(part, scan_s)
        boxes_mm2 = min(stand.box[0] * stand.box[1] for stand in stands)
        return Kind(
            index=index,
            part=part,
            setting=setting,
            job=job,
            stands=tuple(stands),
            area_mm2=boxes_mm2 if part.area_mm2 is None else part.area_mm2,
            flat=flat,
            scan_s=scan_s,
            support_s={
                orientation.id: tuple(
                    orientation.support_s.get(m.id, 0.0) for m in self.problem.machines
                )
                for orientation in part.orientations
            },
            apart=self._apart[part.id],
            treatments=treatments,
            tail=sum(self.treatment_ticks(self.posts[t.post], [t.time_s]) for t in treatments),
        )

    def _stands_of(self, part: Part, scan_s: Sequence[float | None]) -> list[Stand]:
        """Return the ways to lay a part that are of use, the lowest first; or all."""
        stands = [self._stands.stand(one, part.area_mm2) for one in part.orientations]
        stands.sort(key=lambda stand: (stand.height_mm, stand.box[0] * stand.box[1]))
        printers = [
            p for p, each_s in zip(self.printers, scan_s, strict=True) if each_s is not None
        ]
        able = [stand for stand in stands if any(may_hold(p, stand) for p in printers)]
        lying = {
            p.orientation for b in self.problem.fixed for p in b.placements if p.part == part.id
        }
        return [*able, *(s for s in stands if s not in able and s.name in lying)] or stands

    def _treatments(self, part: Part) -> tuple[Treatment, ...]:
        index = {station.id: i for i, station in enumerate(self.problem.stations)}
        return tuple(Treatment(index[s.station], s.time_s, s.programme) for s in part.steps)

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


def _needs(problem: Problem) -> list[Need]:
    """Return where people are needed and for what, each pair once."""
    skills = [
        (machine.site, skill)
        for machine in problem.machines
        for skill in (
            machine.powder_change_skill,
            machine.setup_skill,
            machine.unload_skill,
        )
    ]
    skills += [(station.site, station.skill) for station in problem.stations]
    return list(dict.fromkeys(skills))


def _apart(parts: Sequence[Part]) -> dict[str, frozenset[int]]:
    """Return per part the numbers of those that it may not share a platform with, either way."""
    number = {part.id: index for index, part in enumerate(parts)}
    apart: dict[str, set[int]] = {part.id: set() for part in parts}
    for part in parts:
        for other in part.apart_from:
            apart[part.id].add(number[other])
            apart[other].add(number[part.id])
    return {name: frozenset(others) for name, others in apart.items()}


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
