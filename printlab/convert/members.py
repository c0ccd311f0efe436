"""How the members of the lab share the time of its machines, as the scheduler knows it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import scheduler
from printlab import records
from printlab.convert.measured import laser_factor
from printlab.convert.timeline import Timeline
from printlab.records import Build, PartRevision
from scheduler.objective import shares_of
from slicer_checks.calibration import Calibration

__all__ = ["Members", "fair_share", "scan_s"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Shares by organisation, the builds of them that are over, and until when a plan counts."""

    until: dt.datetime
    shares: Mapping[str, float]
    finished: Sequence[Build]


def fair_share(
    members: Members | None, timeline: Timeline, known: AbstractSet[str]
) -> scheduler.FairShare | None:
    """Return the shares with what each member has had; ``known`` builds are in the plan already.

    A build counts as a plan counts it: its planned time on the machine without waiting, divided
    among the owners of its copies by their scan times. One that failed is nobody's.
    """
    if members is None:
        return None
    used_s: defaultdict[str, float] = defaultdict(float)
    for build in members.finished:
        scans = [
            (place.job.organisation_id, scan_s(build.machine, place.job.part_revision, ()))
            for place in build.placements
        ]
        for owner, share in shares_of(scans).items() if build.id not in known else ():
            used_s[owner] += share * _busy_s(build)
    return scheduler.FairShare(
        until=timeline.ceil(members.until),
        shares=dict(members.shares),
        used_s={owner: time for owner, time in used_s.items() if owner in members.shares},
    )


def scan_s(
    machine: records.Machine, revision: PartRevision, calibrations: Sequence[Calibration]
) -> float:
    """Return for how many seconds a machine's lasers work on one copy, as far as it is measured."""
    laser_s = revision.planned_laser_s or revision.scan_time_s  # checked before there was one
    factor = laser_factor(machine, revision.parameter_set, calibrations)
    return factor * (laser_s or 0.0) / machine.lasers


def _busy_s(build: Build) -> float:
    printing = build.planned_cool_end_at - build.planned_setup_at
    unloading = build.planned_unload_end_at - build.planned_unload_at
    return (printing + unloading).total_seconds()
