"""Which jobs are to be in one build, as far as what stays where it is leaves that possible."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from printlab.records import Build, Job

__all__ = ["group_name", "groups"]


def group_name(job: Job) -> str | None:
    """Return the name of the group with which a job is to be in one build, if it has one.

    Jobs in different parameter sets are different groups.
    """
    return None if job.together is None else f"{job.together}/{job.part_revision.parameter_set_id}"


def groups(
    jobs: Iterable[Job], copies: Mapping[str, tuple[int, ...]], fixed: Iterable[Build]
) -> dict[str, str]:
    """Return the group of each job that has one; ``copies`` are those that a plan knows.

    Copies that are in several builds already, or some of them in one that stays, cannot be brought
    together any more: they have no group.
    """
    home = {(place.job_id, place.copy): build.id for build in fixed for place in build.held}
    members: defaultdict[str, list[str]] = defaultdict(list)
    homes: defaultdict[str, set[str | None]] = defaultdict(set)
    for job in jobs:
        name = group_name(job)
        if name is not None:
            members[name].append(job.id)
            homes[name] |= {home.get((job.id, copy)) for copy in copies[job.id]}
    return {job: name for name, ids in members.items() if len(homes[name]) == 1 for job in ids}
