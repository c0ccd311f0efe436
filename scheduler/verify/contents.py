"""Rules about what is in which build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.schedule import Schedule
from scheduler.verify.facts import Facts
from scheduler.violation import Violation


def each_copy_once(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that every copy of every part is in one build, and nothing else is."""
    wanted = {(p.id, copy) for p in facts.problem.parts for copy in range(1, p.copies + 1)}
    seen: set[tuple[str, int]] = set()
    for build in schedule.builds:
        for placement in build.placements:
            key = (placement.part, placement.copy)
            if key not in wanted or key in seen:
                code = "copy-twice" if key in seen else "copy-unknown"
                yield Violation(code=code, build=build.id, part=key[0], params={"copy": key[1]})
            seen.add(key)
    for part, copy in sorted(wanted - seen):
        yield Violation(code="copy-missing", part=part, params={"copy": copy})


def builds_named_once_and_filled(_: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that no build is there twice and none is empty."""
    times = Counter(build.id for build in schedule.builds)
    for build in schedule.builds:
        if times[build.id] > 1:
            yield Violation(code="build-id-twice", build=build.id)
        if not build.placements and not build.fixed:
            yield Violation(code="build-empty", build=build.id)


def fixed_builds_kept(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that running and pinned builds are exactly as the problem gives them."""
    shown = {build.id: build for build in schedule.builds if build.fixed}
    for name in sorted(facts.fixed.keys() | shown.keys()):
        if facts.fixed.get(name) != shown.get(name):
            yield Violation(code="fixed-moved", build=name)


def machines_known(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that every build is on a machine of the problem."""
    for build in schedule.builds:
        if build.machine not in facts.machines:
            yield Violation(
                code="machine-unknown", build=build.id, params={"machine": build.machine}
            )


def settings_not_mixed(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that the parts of a build share its material and layer."""
    for build, _ in facts.loaded(schedule):
        for _, part in facts.placed(build):
            if part.setting != build.setting:
                yield Violation(
                    code="setting-mixed",
                    build=build.id,
                    part=part.id,
                    params={"setting": build.setting},
                )


def machines_eligible(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that a machine may print each part and holds its material."""
    for build, machine in facts.loaded(schedule):
        for _, part in facts.placed(build):
            material = facts.settings[part.setting].material
            if machine.id not in part.scan_s or material not in machine.materials:
                yield Violation(
                    code="not-eligible",
                    build=build.id,
                    part=part.id,
                    params={"machine": machine.id},
                )


def apart_and_together(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that parts that may not share a platform do not, and that groups are in one build."""
    homes: dict[str, str] = {}
    for build in schedule.builds:
        parts = {part.id: part for _, part in facts.placed(build)}
        for part in parts.values():
            for other in sorted(parts.keys() & set(part.apart_from)):
                if build.id not in facts.running:
                    params = {"other": other}
                    yield Violation(
                        code="apart-shared", build=build.id, part=part.id, params=params
                    )
            if part.together is not None:
                home = homes.setdefault(part.together, build.id)
                if home != build.id:
                    params = {"group": part.together, "other": home}
                    yield Violation(
                        code="together-split", build=build.id, part=part.id, params=params
                    )


def confidential_alone(facts: Facts, schedule: Schedule) -> Iterator[Violation]:
    """See that confidential parts share a platform with their owner's parts only."""
    for build, _ in facts.loaded(schedule):
        parts = [part for _, part in facts.placed(build)]
        owners = {part.owner for part in parts}
        for part in parts:
            if part.confidential and len(owners) > 1:
                yield Violation(code="confidential-shared", build=build.id, part=part.id)
