"""Rules between the values of a problem: names that must exist, and be there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from scheduler.errors import InvalidProblemError
from scheduler.fixed import FixedBuild
from scheduler.machine import Machine
from scheduler.part import Part, Setting


def check_machines(machines: Sequence[Machine]) -> None:
    """See that every machine has its own id."""
    check_once("machine", [machine.id for machine in machines])


def check_parts(
    parts: Sequence[Part], settings: Sequence[Setting], machines: Sequence[Machine]
) -> None:
    """See that parts and settings have their own ids, name known things, and agree in a job."""
    check_once("setting", [setting.id for setting in settings])
    check_once("part", [part.id for part in parts])
    setting_ids = {setting.id for setting in settings}
    machine_ids = {machine.id for machine in machines}
    for part in parts:
        check_once("orientation", [orientation.id for orientation in part.orientations])
        if part.setting not in setting_ids:
            raise InvalidProblemError("part-setting-unknown", part=part.id, setting=part.setting)
        for machine in part.scan_s:
            if machine not in machine_ids:
                raise InvalidProblemError("part-machine-unknown", part=part.id, machine=machine)
    _check_jobs(parts)


def _check_jobs(parts: Sequence[Part]) -> None:
    first_of_job: dict[str, Part] = {}
    for part in parts:
        first = first_of_job.setdefault(part.job, part)
        if (first.due, first.weight) != (part.due, part.weight):
            raise InvalidProblemError("job-disagrees", job=part.job, part=part.id)


def check_mates(parts: Sequence[Part]) -> None:
    """See that parts that must or may not share a platform are known, and not both."""
    by_id = {part.id: part for part in parts}
    first_of_group: dict[str, Part] = {}
    for part in parts:
        if part.together is not None:
            first = first_of_group.setdefault(part.together, part)
            _check_alike(first, part)
        for other in part.apart_from:
            if other not in by_id or other == part.id:
                raise InvalidProblemError("apart-unknown", part=part.id, other=other)
            if part.together is not None and by_id[other].together == part.together:
                raise InvalidProblemError("together-apart", part=part.id, other=other)


def _check_alike(first: Part, part: Part) -> None:
    strangers = first.owner != part.owner and (first.confidential or part.confidential)
    if first.setting != part.setting or strangers:
        raise InvalidProblemError("together-setting", part=part.id, other=first.id)


def check_fixed(
    fixed: Sequence[FixedBuild],
    parts: Sequence[Part],
    settings: Sequence[Setting],
    machines: Sequence[Machine],
) -> None:
    """See that fixed builds name known things, hold each copy once, and do not overlap."""
    check_once("fixed build", [build.id for build in fixed])
    setting_ids = {setting.id for setting in settings}
    for build in fixed:
        if build.setting not in setting_ids:
            raise InvalidProblemError(
                "fixed-setting-unknown", build=build.id, setting=build.setting
            )
        if build.machine not in {machine.id for machine in machines}:
            raise InvalidProblemError(
                "fixed-machine-unknown", build=build.id, machine=build.machine
            )
    _check_fixed_copies(fixed, {part.id: part for part in parts})
    _check_fixed_groups(fixed, parts)
    for machine in machines:
        _check_fixed_apart(build for build in fixed if build.machine == machine.id)


def _check_fixed_copies(fixed: Sequence[FixedBuild], parts: dict[str, Part]) -> None:
    seen: set[tuple[str, int]] = set()
    for build in fixed:
        for placement in build.placements:
            copy = (placement.part, placement.copy)
            known = placement.part in parts and 1 <= placement.copy <= parts[placement.part].copies
            if not known or copy in seen:
                raise InvalidProblemError(
                    "fixed-part", build=build.id, part=placement.part, copy=placement.copy
                )
            seen.add(copy)


def _check_fixed_groups(fixed: Sequence[FixedBuild], parts: Sequence[Part]) -> None:
    """See that all that must be in one build is in it, or open, together."""
    home = {(spot.part, spot.copy): build.id for build in fixed for spot in build.placements}
    homes: dict[str, str | None] = {}
    for part in parts:
        for copy in range(1, part.copies + 1) if part.together is not None else ():
            mine = home.get((part.id, copy))
            if homes.setdefault(str(part.together), mine) != mine:
                raise InvalidProblemError("together-fixed", group=part.together)


def _check_fixed_apart(fixed: Iterable[FixedBuild]) -> None:
    builds = sorted((build.as_build() for build in fixed), key=lambda build: build.occupied_from)
    for before, after in pairwise(builds):
        if after.occupied_from < before.unload_end:
            raise InvalidProblemError("fixed-overlap", build=before.id, other=after.id)


def check_once(kind: str, ids: Sequence[str]) -> None:
    """See that no id is there twice."""
    name, times = Counter(ids).most_common(1)[0] if ids else ("", 0)
    if times > 1:
        raise InvalidProblemError("id-twice", kind=kind, id=name)
