"""A build's stages in time: as planned, and from its real start and end once there are such."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from printlab.services.plan_view import BuildView
from web.drawings.timeline import Stage, StageKind

__all__ = ["Times", "stages_of", "times_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The moments a table tells; of a build that has begun, what is expected now."""

    powder_change_at: datetime | None
    setup_at: datetime
    start_at: datetime
    end_at: datetime
    off_at: datetime


def stages_of(build: BuildView) -> tuple[Stage, ...]:
    """Return a build's stages; one that has begun is drawn from its real start to its real end.

    One that should have begun is drawn where it can begin now.
    """
    waits = build.late if build.is_overdue else timedelta(0)
    start, end = build.start_at + build.late, build.end_at + build.late
    cooled = build.cool_end_at + build.late
    unload = max(build.expected_unload_at, cooled)
    unloaded = unload + (build.unload_end_at - build.unload_at)
    setup = min(build.setup_at + waits, start)
    marks: list[tuple[StageKind, datetime, datetime]] = [
        ("setup", setup, start),
        ("print", start, end),
        ("cool", end, cooled),
        ("wait", cooled, unload),
        ("unload", unload, unloaded),
    ]
    if build.powder_change_at is not None and build.powder_change_end_at is not None:
        changed = min(build.powder_change_end_at + waits, setup)
        marks.insert(0, ("powder", min(build.powder_change_at + waits, changed), changed))
    over = build.actual_end_at
    cut = [(kind, first, min(last, over) if over else last) for kind, first, last in marks]
    return tuple(
        Stage(kind=kind, start=first, end=last) for kind, first, last in cut if first < last
    )


def times_of(build: BuildView) -> Times:
    """Read a build's moments off its stages, so that table and drawing say the same."""
    stages = {stage.kind: stage for stage in stages_of(build)}
    printing = stages.get("print")
    start_at = printing.start if printing else build.start_at
    return Times(
        powder_change_at=stages["powder"].start if "powder" in stages else None,
        setup_at=stages["setup"].start if "setup" in stages else start_at,
        start_at=start_at,
        end_at=printing.end if printing else build.end_at,
        off_at=max((stage.end for stage in stages.values()), default=build.unload_end_at),
    )
