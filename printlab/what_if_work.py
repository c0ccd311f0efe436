"""What a change would make of the published plan, worked out inside a limited child."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import scheduler
from printlab.child import ReportProgress
from printlab.errors import Conflict
from printlab.records import JsonObject
from scheduler.replan.standing import as_it_stands

__all__ = ["compare"]

_LIMITS: Final = scheduler.Limits(time_s=3.0, workers=1)
"""So that an answer is there within five seconds."""


def compare(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Compare what is planned, as it stands, with what it would be after a change.

    ``asked`` is a comparison that still has to be made: the published builds and the change;
    ``most_moved`` the share of what has not begun that may move (None: the scheduler's own).
    """
    report_progress("comparing", 0, 1)
    problem = scheduler.Problem.from_dict(request["problem"])
    asked = scheduler.Comparison.from_dict(request["asked"])
    before = as_it_stands(problem, asked.before)
    if before is None:
        raise Conflict(
            "what-if-no-footing",
            "What is planned cannot be kept as things stand; make a new plan first.",
        )
    limits = replace(_LIMITS, most_moved=request.get("most_moved"))
    answer = scheduler.what_if(problem, before, asked.change, limits)
    staff = asked.change.applied(problem).staff
    after = () if answer.after is None else answer.after.builds
    return {
        "comparison": answer.to_dict(),
        "staff": [[window.start, window.end, window.heads] for window in staff],
        "known_before": _known(before.builds, asked.before.builds),
        "known_after": _known(after, asked.before.builds),
    }


def _known(
    builds: Iterable[scheduler.Build], published: Sequence[scheduler.Build]
) -> dict[str, str]:
    """Return per build which published one it is, by what is in it; a new one is none of them."""
    left = {build.id: _contents(build) for build in published}
    known: dict[str, str] = {}
    wanted = {build.id: _contents(build) for build in builds}
    common = sorted(
        (-len(contents & held), name, other)
        for name, contents in wanted.items()
        for other, held in left.items()
        if contents & held
    )
    for _, name, other in common:
        if name not in known and other not in known.values():
            known[name] = other
    return known


def _contents(build: scheduler.Build) -> frozenset[tuple[str, int]]:
    return frozenset((placed.part, placed.copy) for placed in build.placements)
