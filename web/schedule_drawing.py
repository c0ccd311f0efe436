"""A plan as its reader may see it, made into the Gantt drawing and the rows of its table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from printlab.services.plan_view import BuildView, MachineView, PlanView
from printlab.working_hours import StaffedWindow
from web.build_stages import Times, stages_of, times_of
from web.closed_rows import ClosedRow, spans_at
from web.drawings.gantt import gantt
from web.drawings.palette import material_class
from web.drawings.timeline import (
    BuildState,
    GanttBuild,
    GanttChart,
    GanttMachine,
    GanttPeople,
    GanttWords,
    Span,
)
from web.localise import clock, duration, moment, number, weekday_day
from web.operation_rows import OperationRow, station_rows
from web.people_load import Crew
from web.window import Window
from web.words import state_mark

__all__ = ["BuildRow", "PlanRows", "Surroundings", "build_rows", "draw_plan"]

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a plan's builds: this moment, the window, and hours.

    ``closed`` is what is out of use or kept, as far as the reader may know.

    ``crews`` are those who are there and at work, for readers who may know.
    """

    now: datetime
    window: Window
    staffed: tuple[StaffedWindow, ...] = ()
    crews: tuple[Crew, ...] = ()
    closed: tuple[ClosedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRow:
    """One row of the schedule's table, which says what the drawing shows."""

    build: BuildView
    times: Times
    label: str
    name: str
    state: str
    jobs: tuple[str, ...]
    reserved: int
    late_by: timedelta | None


def build_rows(plan: PlanView) -> tuple[BuildRow, ...]:
    """Return the builds that are over, then the plan's, each with label, sentence and jobs."""
    dues = {job.id: job.due_at for job in plan.jobs if job.due_at is not None}
    rows: list[BuildRow] = []
    new = 0
    for build in (*plan.past, *plan.builds):
        new += build.number is None
        label = _label(build, new)
        late_by = _late_by(build, dues)
        state = _state(plan, build)
        times = times_of(build)
        rows.append(
            BuildRow(
                build=build,
                times=times,
                label=label,
                name=_sentence(build, times, label, state, late_by),
                state=state,
                jobs=_jobs(build),
                reserved=sum(placement.reserved for placement in build.placements),
                late_by=late_by,
            )
        )
    return tuple(rows)


def _label(build: BuildView, new: int) -> str:
    """Return a build's number; a proposed one has none yet, a reserved one tells none."""
    if build.reserved:
        return str(_("reserved"))
    return build.number or str(_("new %(number)s", number=new))


def _state(plan: PlanView, build: BuildView) -> str:
    own = build.plan_id == plan.id
    return "proposed" if plan.state == "proposed" and own else build.state


def _jobs(build: BuildView) -> tuple[str, ...]:
    """Return the numbers of the jobs in a build, each with how many copies."""
    copies: defaultdict[str, int] = defaultdict(int)
    for placement in build.placements:
        if placement.job_number is not None:
            copies[placement.job_number] += 1
    return tuple(
        f"{job} {TIMES} {count}" if count > 1 else job for job, count in sorted(copies.items())
    )


def _late_by(build: BuildView, dues: dict[str, datetime]) -> timedelta | None:
    """Return by how much what is in a build misses its due date, once all that follows is done."""
    done_at = build.done_at or build.unload_end_at
    missed = [
        done_at - dues[placement.job_id]
        for placement in build.placements
        if placement.job_id in dues and dues[placement.job_id] < done_at
    ]
    return max(missed, default=None)


def _sentence(
    build: BuildView, times: Times, label: str, state: str, late_by: timedelta | None
) -> str:
    """Return what a screen reader says of a build, and what a pointer shows."""
    words = [
        _("Build %(number)s on %(machine)s", number=label, machine=build.machine.name),
        *_contents(build),
        _("set-up %(time)s", time=moment(times.setup_at)),
        _(
            "prints %(start)s to %(end)s",
            start=moment(times.start_at),
            end=moment(times.end_at),
        ),
        _("off the machine %(time)s", time=moment(times.off_at)),
        _("proposed") if state == "proposed" else str(state_mark("build", state).word),
    ]
    if build.pinned:
        words.append(_("pinned"))
    if late_by is not None:
        words.append(_("%(time)s late", time=duration(late_by.total_seconds())))
    return "; ".join(words)


def _contents(build: BuildView) -> tuple[str, ...]:
    """Return of what a build is and how many parts are in it; nothing of a reserved one."""
    if build.reserved:
        return ()
    count = ngettext("%(num)s part", "%(num)s parts", len(build.placements))
    return f"{build.material}, {number(build.layer_mm * 1000)} µm", count


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRows:
    """The rows of a plan's tables, with the addresses of the builds that can be looked at."""

    builds: tuple[BuildRow, ...]
    operations: tuple[OperationRow, ...]
    hrefs: Mapping[str, str]


def draw_plan(
    plan: PlanView, rows: PlanRows, around: Surroundings, identity: str = "gantt"
) -> Markup:
    """Draw a plan inside the window: builds by machine, what follows by station, and people.

    Two drawings on one page differ by their ``identity``.
    """
    by_machine: defaultdict[str, list[GanttBuild]] = defaultdict(list)
    for row in rows.builds:
        drawn = _gantt_build(row, rows.hrefs.get(row.build.id))
        if drawn is not None:
            by_machine[row.build.machine.id].append(drawn)
    window = around.window
    chart = GanttChart(
        start=window.start,
        end=window.end,
        zone=window.zone,
        now=around.now,
        staffed=tuple(Span(start=span.starts_at, end=span.ends_at) for span in around.staffed),
        machines=(
            *(
                GanttMachine(
                    name=machine.name,
                    note=_room(machine),
                    builds=tuple(by_machine[machine.id]),
                    closed=spans_at(around.closed, machine.id),
                )
                for machine in plan.machines
            ),
            *station_rows(plan, rows.operations, around.closed),
        ),
        people=tuple(_people(crew) for crew in around.crews),
    )
    return gantt(chart, _words(around), identity=identity)


def _people(crew: Crew) -> GanttPeople:
    """Return the row of all people, or of those with a skill."""
    counted = {
        "busy": number(sum(load.hours * load.busy for load in crew.loads)),
        "there": number(sum(load.hours * load.there for load in crew.loads)),
    }
    if crew.skill is None:
        return GanttPeople(
            name=_("People"),
            note=_("at work / there"),
            summary=_(
                "%(busy)s hours of work in %(there)s hours of people. "
                "The table below says the same.",
                **counted,
            ),
            loads=crew.loads,
        )
    return GanttPeople(
        name=crew.skill,
        note=_("wanted / trained"),
        summary=_(
            "%(busy)s hours of work that asks for %(skill)s in %(there)s hours of people trained "
            "for it. The table below says the same.",
            skill=crew.skill,
            **counted,
        ),
        loads=crew.loads,
    )


def _gantt_build(row: BuildRow, href: str | None) -> GanttBuild | None:
    stages = stages_of(row.build)
    if not stages:
        return None
    count = ngettext("%(num)s part", "%(num)s parts", len(row.build.placements))
    return GanttBuild(
        label=row.label,
        detail="" if row.build.reserved else f"{row.build.material} · {count}",
        name=row.name,
        material=material_class(row.build.material),
        stages=stages,
        state=_drawn_state(row.state),
        pinned=row.build.pinned,
        late=row.late_by is not None,
        href=href,
    )


def _drawn_state(state: str) -> BuildState:
    known: dict[str, BuildState] = {
        "proposed": "proposed",
        "moved": "moved",
        "running": "running",
        "finished": "finished",
        "failed": "failed",
        "cancelled": "cancelled",
        "superseded": "cancelled",
    }
    return known.get(state, "planned")


def _room(machine: MachineView) -> str:
    if machine.platform_shape == "circle":
        return f"⌀ {number(machine.width_mm)} {TIMES} {number(machine.height_mm)} mm"
    sides = (machine.width_mm, machine.depth_mm, machine.height_mm)
    return f" {TIMES} ".join(number(side) for side in sides) + " mm"


def _words(around: Surroundings) -> GanttWords:
    window = around.window
    return GanttWords(
        title=_("Schedule of the machines"),
        description=_(
            "From %(start)s, %(days)s days, local time. The table below says the same.",
            start=moment(window.start),
            days=window.days,
        ),
        machines=_("Machine, station"),
        now=_("now %(time)s", time=clock(around.now)),
        day=weekday_day,
        day_middle=lambda at: str(format_datetime(at, "EEE d")),
        day_short=lambda at: str(format_datetime(at, "d")),
        hour=lambda at: str(format_datetime(at, "HH")),
    )
